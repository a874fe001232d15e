package io.headwater.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * The delivery of one step within its boundary. It can be taken up again where it was
 * left: with the listeners that have not finished the event that is under way, or, where
 * the step is a unit, from its first event.
 */
final class StepDelivery {

	private final Step step;

	private final StepBoundary boundary;

	private final boolean unit;

	private final StepQueue queue;

	private final Deliverer deliverer;

	private final DeliveryMonitor monitor;

	private int index;

	private @Nullable Delivery current;

	private boolean finished;

	StepDelivery(Step step, StepBoundary boundary, StepQueue queue, Deliverer deliverer, DeliveryMonitor monitor) {
		this.step = step;
		this.boundary = boundary;
		this.unit = boundary.isUnit();
		this.queue = queue;
		this.deliverer = deliverer;
		this.monitor = monitor;
	}

	/** Deliver what is left; returns why delivery is to halt, or {@code null}. */
	@Nullable String deliver() {
		Deliverer.Retries retries = this.deliverer.retries();
		retries.begin();
		Throwable unfinished = attempt();
		while (this.unit && unfinished != null && hasFailed(unfinished) && retries.awaitNext(unfinished)) {
			unfinished = attempt();
		}
		if (unfinished == null || !hasFailed(unfinished)) {
			return null;
		}
		return (unfinished instanceof StepUnfinishedException) ? unfinished.getMessage()
				: "what belongs to the step of " + ListenerFailures.subject(this.step.main()) + " failed ("
						+ unfinished.getClass().getName() + ")";
	}

	/** Otherwise delivery was paused or stopped, or is another's now. */
	private static boolean hasFailed(@Nullable Throwable unfinished) {
		return unfinished != null && !(unfinished instanceof StepUnfinishedException && unfinished.getCause() == null);
	}

	private @Nullable Throwable attempt() {
		if (this.unit) {
			this.index = 0;
			this.current = null;
		}
		this.queue.dropStrayInterrupt();
		try {
			this.boundary.deliver(this.step, this::deliverEvents);
			if (this.index < this.step.events().size()) {
				throw new IllegalStateException("The boundary of a step returned before its events were delivered");
			}
			this.finished = true;
			return null;
		}
		catch (StepUnfinishedException ex) {
			return ex;
		}
		catch (Throwable ex) {
			this.monitor.boundaryFailed(this.step, ex);
			return ex;
		}
	}

	private void deliverEvents() {
		for (; this.index < this.step.events().size(); this.index++) {
			Delivery delivery = this.current;
			if (delivery == null) {
				requireDelivering();
				delivery = this.deliverer.begin(this.step.events().get(this.index), this.step.receivedNanos(),
						this.unit);
				this.current = delivery;
			}
			if (this.unit) {
				this.deliverer.attempt(delivery);
			}
			else {
				this.deliverer.deliver(delivery);
			}
			this.current = null;
		}
	}

	/** A pause lets a step end that is a unit, and else the event. */
	private void requireDelivering() {
		PublisherState state = this.queue.state();
		if (!this.boundary.mayDeliver()) {
			throw new StepUnfinishedException("delivery is another's", null);
		}
		if (state == PublisherState.CLOSED || (state == PublisherState.PAUSED && !this.unit)) {
			throw new StepUnfinishedException("delivery was paused or stopped", null);
		}
	}

	Step step() {
		return this.step;
	}

	boolean isFinished() {
		return this.finished;
	}

}
