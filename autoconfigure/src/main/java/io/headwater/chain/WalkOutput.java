package io.headwater.chain;

import java.time.Duration;

/**
 * Where the tracker's decisions go. Nothing here may wait, or call the tracker back from
 * within the call.
 */
public interface WalkOutput {

	/**
	 * Put a step into the queue.
	 * @param step the step
	 * @return whether it entered; if not, the tracker stands still until
	 * {@link HeadTracker#room()}
	 */
	boolean enter(WalkStep step);

	/**
	 * Call {@link HeadTracker#retryDue(long)} later.
	 * @param delay how much later
	 * @param token to be given back; an older one is ignored, so nothing need be
	 * cancelled
	 */
	void retryAfter(Duration delay, long token);

	/**
	 * The walk has changed its pace.
	 * @param pace the new one
	 * @param reason why, in words
	 */
	void paceChanged(Pace pace, String reason);

	/**
	 * Something happened that an operator should read once.
	 * @param warning what, in words
	 */
	void warned(String warning);

	/**
	 * The headers that the node serves have not linked for ten rounds or more. Told again
	 * with each round, until the walk makes progress.
	 * @param number the number at which they do not link
	 */
	default void unlinked(long number) {
	}

	/**
	 * The node denies a header again and again, although it serves its newest head, which
	 * stands on it. Told again with each denial, until the walk makes progress.
	 * @param number the number of the header
	 */
	default void unserved(long number) {
	}

}
