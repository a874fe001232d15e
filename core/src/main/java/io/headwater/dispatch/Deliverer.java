package io.headwater.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.headwater.ChainEvent;
import io.headwater.ListenerFailedEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.util.backoff.BackOffExecution;

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
		while (this.retries.awaitNext(delivery.failures().get(0).thrown())) {
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

	/** Deliver what is no part of a step, and once: who fails on it gives it up. */
	void deliverOnce(ChainEvent event, long receivedNanos) {
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
			deliverOnce(failure.toEvent(delivery.event(), this.clock), delivery.receivedNanos());
		}
	}

	/** Return the attempts at what is delivered now. */
	Retries retries() {
		return this.retries;
	}

	/**
	 * The attempts at one delivery after another. It keeps to Spring's retry policy but
	 * waits by itself, since Spring's template sleeps, which only an interrupt could end
	 * at a stop.
	 */
	static final class Retries {

		private final FailurePolicy policy;

		private final StepQueue queue;

		private @Nullable BackOffExecution backOff;

		private int attempt = 1;

		private boolean decided;

		/** How long after the attempt that has failed the next one comes, if one does. */
		private @Nullable Duration delay;

		Retries(FailurePolicy policy, StepQueue queue) {
			this.policy = policy;
			this.queue = queue;
		}

		/** A new series of attempts begins. */
		void begin() {
			this.backOff = null;
			this.attempt = 1;
			this.decided = false;
		}

		/**
		 * Return what comes of a failure in the attempt that is under way.
		 * @param unit whether the step is the unit of success and failure
		 */
		ListenerFailures.Outlook outlook(ChainEvent event, boolean unit, Throwable thrown) {
			return new ListenerFailures.Outlook(this.attempt, this.policy.attempts(), delayAfter(thrown), unit,
					!unit && this.policy.mayGiveUp(event));
		}

		/**
		 * Return how long after an attempt that has failed the next one comes. It is
		 * decided once an attempt, by the first failure.
		 * @return the delay, or {@code null} if it was the last attempt
		 */
		private @Nullable Duration delayAfter(Throwable thrown) {
			if (!this.decided) {
				this.decided = true;
				this.delay = this.policy.retry().shouldRetry(thrown) ? nextDelay() : null;
			}
			return this.delay;
		}

		private @Nullable Duration nextDelay() {
			if (this.backOff == null) {
				this.backOff = this.policy.retry().getBackOff().start();
			}
			long millis = this.backOff.nextBackOff();
			return (millis != BackOffExecution.STOP) ? Duration.ofMillis(millis) : null;
		}

		/**
		 * Wait until the next attempt is due.
		 * @return whether there is to be another attempt; if not, there have been enough,
		 * or the queue is closed
		 */
		boolean awaitNext(Throwable thrown) {
			Duration delay = delayAfter(thrown);
			this.decided = false;
			if (delay == null || this.queue.awaitClosed(delay)) {
				return false;
			}
			this.attempt++;
			return true;
		}

	}

}
