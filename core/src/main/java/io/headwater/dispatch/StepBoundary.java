package io.headwater.dispatch;

/**
 * Encloses the delivery of each step, on the publisher's thread: what is to happen before
 * or after the listeners have finished a step, or together with their work.
 */
public interface StepBoundary {

	/** Does nothing but deliver. */
	StepBoundary NONE = (step, events) -> events.run();

	/**
	 * Deliver a step, and do what belongs to it.
	 * <p>
	 * Where the step is no unit, this is called again for the same step after delivery
	 * was paused or has halted in its midst; {@code events} then goes on with what the
	 * listeners have not finished. Whatever else is thrown halts the delivery, and this
	 * is called again after it was resumed.
	 * @param events calls the listeners; to be run once, on this thread. It throws a
	 * {@link StepUnfinishedException}, which is to be passed on, unless the listeners
	 * have finished all events, or given them up
	 */
	void deliver(Step step, Runnable events);

	/**
	 * Return whether delivery is still this publisher's. It is asked before each event.
	 */
	default boolean mayDeliver() {
		return true;
	}

	/**
	 * Return whether the step is the unit of success and failure. If so, any failure of a
	 * listener ends the step at once, and all listeners are called anew with all of its
	 * events: after a delay, as the retry policy says, and when delivery is resumed after
	 * it has halted. No listener gives an event up.
	 */
	default boolean isUnit() {
		return false;
	}

}
