package io.headwater.dispatch;

/**
 * Is called when a publisher moves, has room again, or ends, on any thread; must not
 * wait.
 */
public interface PublisherListener {

	/** A step was refused, since the queue is full. */
	void queueFull();

	/**
	 * After a step was refused, the queue is half empty. Called on the publisher's
	 * thread.
	 */
	void roomAgain();

	/**
	 * A step is finished: every listener has finished its events, or given them up, and
	 * what encloses it is done. Called on the publisher's thread.
	 */
	default void finished(Step step) {
	}

	/**
	 * The publisher has moved to another state. Moves are told one after another, in
	 * their order, and not under a lock; so one may be told when the next is made
	 * already.
	 */
	void moved(PublisherState state, String reason);

	/**
	 * The publisher was closed, and no listener runs any more. Called on the publisher's
	 * thread, as the last thing that it does.
	 */
	void ended();

}
