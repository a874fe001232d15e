package io.headwater.dispatch;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.headwater.ChainEvent;
import io.headwater.ListenerFailedEvent;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Delivers events one by one, each until all listeners have finished it or given it up.
 * For the publisher's thread only.
 */
final class Deliverer {

	private final StepQueue queue;

	private final ApplicationEventPublisher events;

	private final FailurePolicy policy;

	private final DeliveryMonitor monitor;

	private final Clock clock;

	/** One for all events, since only one at a time is attempted more than once. */
	private final List<IsolatedListener> finished = new ArrayList<>();

	private final Retries retries;

	Deliverer(StepQueue queue, ApplicationEventPublisher events, FailurePolicy policy, DeliveryMonitor monitor,
			Clock clock) {
		this.queue = queue;
		this.events = events;
		this.policy = policy;
		this.monitor = monitor;
		this.clock = clock;
		this.retries = new Retries(policy, queue);
	}

	/**
	 * Begin the delivery of an event of a step; the one before is finished.
	 * @param receivedNanos when the frame came that brought it
	 * @param unit whether the step is the unit of success and failure
	 */
	Delivery begin(ChainEvent event, long receivedNanos, boolean unit) {
		this.finished.clear();
		return new Delivery(event, receivedNanos, this.monitor, unit, this.finished, this.retries);
	}

	/**
	 * Call the listeners once.
	 * @throws StepUnfinishedException if one fails
	 */
	void attempt(Delivery delivery) {
		call(delivery);
		if (!delivery.isFinished()) {
			throw delivery.unfinished();
		}
	}

	/**
	 * Call the listeners until all have finished the event or given it up.
	 * @throws StepUnfinishedException if one fails that may not give it up, or the queue
	 * is closed meanwhile
	 */
	void deliver(Delivery delivery) {
		this.retries.begin();
		call(delivery);
		if (!delivery.isFinished()) {
			retry(delivery);
		}
	}

	private void retry(Delivery delivery) {
		while (this.retries.again(delivery.failures().get(0).thrown())) {
			call(delivery);
			if (delivery.isFinished()) {
				return;
			}
		}
		if (this.queue.isClosed() || !this.policy.mayGiveUp(delivery.event())) {
			throw delivery.unfinished();
		}
		giveUp(delivery);
	}

	/**
	 * Tell what is no part of a step. It is told once: who fails on it gives it up.
	 * @param receivedNanos the time of what it tells
	 */
	void tell(ChainEvent event, long receivedNanos) {
		Delivery delivery = new Delivery(event, receivedNanos, this.monitor, false, new ArrayList<>(), null);
		call(delivery);
		if (!delivery.isFinished() && !this.queue.isClosed() && !(event instanceof ListenerFailedEvent)) {
			giveUp(delivery);
		}
	}

	/** What a listener leaves behind must meet neither other listeners nor the store. */
	private void call(Delivery delivery) {
		this.queue.dropStrayInterrupt();
		delivery.attempt(this.events);
		this.queue.dropStrayInterrupt();
	}

	private void giveUp(Delivery delivery) {
		for (ListenerFailure failure : delivery.failures()) {
			this.monitor.abandoned(delivery.event(), failure);
			tell(failure.toEvent(delivery.event(), this.clock), delivery.receivedNanos());
		}
	}

	/**
	 * Return the attempts at what is delivered now.
	 */
	Retries retries() {
		return this.retries;
	}

}
