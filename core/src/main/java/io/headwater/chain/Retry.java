package io.headwater.chain;

import java.time.Duration;

/**
 * Waits longer and longer for a header that is not to be had, up to half a minute, as
 * long as it is wanted. The time waited for one header is summed up, since the tracker
 * has no clock.
 */
final class Retry {

	private static final Duration FIRST_DELAY = Duration.ofMillis(100);

	private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

	private final Waits waits;

	private Duration next = FIRST_DELAY;

	private Duration waited = Duration.ZERO;

	private long token;

	private boolean waiting;

	Retry(Waits waits) {
		this.waits = waits;
	}

	/**
	 * Wait, and not for shorter than this.
	 */
	void await(Duration least) {
		this.next = (this.next.compareTo(least) < 0) ? shortest(least, LONGEST_DELAY) : this.next;
		await();
	}

	/**
	 * Wait, unless that is what happens already.
	 */
	void await() {
		if (!this.waiting) {
			this.waiting = true;
			this.waited = this.waited.plus(this.next);
			this.token = this.waits.begin(this.next);
			this.next = shortest(this.next.multipliedBy(2), LONGEST_DELAY);
		}
	}

	private static Duration shortest(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	/**
	 * Note that a wait is over.
	 * @return whether it is the one that counts
	 */
	boolean due(long token) {
		boolean due = this.waiting && this.token == token;
		this.waiting &= !due;
		return due;
	}

	boolean isWaiting() {
		return this.waiting;
	}

	/**
	 * Return for how long the header has been waited for.
	 */
	Duration waited() {
		return this.waited;
	}

	/**
	 * Begin with short delays again: the header came, and the next one is wanted.
	 */
	void anotherIsWanted() {
		this.waiting = false;
		this.next = FIRST_DELAY;
	}

	/**
	 * Begin anew: the walk made progress, or nothing is wanted any more.
	 */
	void reset() {
		anotherIsWanted();
		this.waited = Duration.ZERO;
	}

}
