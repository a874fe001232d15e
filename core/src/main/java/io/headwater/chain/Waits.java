package io.headwater.chain;

import java.time.Duration;

/**
 * Begins waits, each known by a token, since the tracker has no clock. Of a wait that no
 * longer counts the token is ignored, so nothing is ever cancelled.
 */
final class Waits {

	private final WalkOutput output;

	private long tokens;

	Waits(WalkOutput output) {
		this.output = output;
	}

	/**
	 * Begin to wait.
	 * @return the token that {@link HeadTracker#retryDue(long)} is given at the end
	 */
	long begin(Duration delay) {
		this.tokens++;
		this.output.retryAfter(delay, this.tokens);
		return this.tokens;
	}

}
