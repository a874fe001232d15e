package io.headwater.observability;

import io.headwater.ChainEvent;
import io.headwater.dispatch.ListenerOutcome;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the call of a listener.
 */
public class ListenerObservationContext extends Observation.Context {

	private final ChainEvent event;

	private final String listener;

	private @Nullable ListenerOutcome outcome;

	/**
	 * Create the context of a call.
	 * @param event the event
	 * @param listener the listener's name
	 */
	public ListenerObservationContext(ChainEvent event, String listener) {
		this.event = event;
		this.listener = listener;
	}

	/**
	 * Return what the listener is called with.
	 * @return the event
	 */
	public ChainEvent getEvent() {
		return this.event;
	}

	/**
	 * Return who is called.
	 * @return the listener's name
	 */
	public String getListener() {
		return this.listener;
	}

	/**
	 * Return how the call ended.
	 * @return the outcome, or {@code null} while the listener runs
	 */
	public @Nullable ListenerOutcome getOutcome() {
		return this.outcome;
	}

	void setOutcome(ListenerOutcome outcome) {
		this.outcome = outcome;
	}

}
