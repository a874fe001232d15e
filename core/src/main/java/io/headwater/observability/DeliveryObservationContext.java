package io.headwater.observability;

import io.headwater.ChainEvent;
import io.micrometer.observation.Observation;

/**
 * What is known of an attempt to deliver an event.
 */
public class DeliveryObservationContext extends Observation.Context {

	private final ChainEvent event;

	private final int attempt;

	/**
	 * Create the context of an attempt.
	 * @param event the event
	 * @param attempt which attempt it is, 1 for the first
	 */
	public DeliveryObservationContext(ChainEvent event, int attempt) {
		this.event = event;
		this.attempt = attempt;
	}

	/**
	 * Return what is delivered.
	 * @return the event
	 */
	public ChainEvent getEvent() {
		return this.event;
	}

	/**
	 * Return which attempt it is.
	 * @return its number, 1 for the first
	 */
	public int getAttempt() {
		return this.attempt;
	}

}
