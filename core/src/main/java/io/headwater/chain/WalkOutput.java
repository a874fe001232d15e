package io.headwater.chain;

import java.time.Duration;

/**
 * Where the tracker's decisions go. Nothing here may wait, or call the tracker back from
 * within the call.
 */
public interface WalkOutput {

	/**
	 * Put a step into the queue.
	 * @return whether it entered; if not, the tracker stands still until
	 * {@link HeadTracker#room()}
	 */
	boolean enter(WalkStep step);

	/** Call {@link HeadTracker#retryDue(long)} later. */
	void retryAfter(Duration delay, long token);

	/** The walk has changed its pace. */
	void paceChanged(Pace pace, String reason);

	/** An announced head was dropped, as nobody but itself vouched for it. */
	void dropped(AnnouncementFault fault);

	/**
	 * The headers that the node serves do not link to what is below them, and have not
	 * for ten rounds or more. It is asked again, with a back-off. Told in each round, so
	 * that another node may be tried.
	 */
	void unlinked(long number);

	/** Something happened that an operator should read once. */
	void warned(String warning);

	/**
	 * The node denies a header again and again, although it serves its newest head, which
	 * stands on it. Told again with each denial, until the walk makes progress.
	 */
	default void unserved(long number) {
	}

	/**
	 * The node does not give what belongs to the next head, which is held back for that.
	 * Told first after the time that a head may be late, and again with each denial,
	 * until the walk makes progress.
	 */
	default void withheld(long number) {
	}

}
