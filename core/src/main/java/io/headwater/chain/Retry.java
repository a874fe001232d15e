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

	private static final long NONE = -1;

	private final Waits waits;

	private final Runnable then;

	private Duration next = FIRST_DELAY;

	private Duration waited = Duration.ZERO;

	/** The wait that is under way. */
	private long token = NONE;

	/** Create it at rest. */
	Retry(Waits waits, Runnable then) {
		this.waits = waits;
		this.then = then;
	}

	/** Schedule a retry, and not sooner than this. */
	void schedule(Duration least) {
		this.next = (this.next.compareTo(least) < 0) ? shortest(least, LONGEST_DELAY) : this.next;
		schedule();
	}

	/** Schedule a retry, unless there is one. */
	void schedule() {
		if (!isWaiting()) {
			this.waited = this.waited.plus(this.next);
			this.token = this.waits.begin(this.next, this::retry);
			this.next = shortest(this.next.multipliedBy(2), LONGEST_DELAY);
		}
	}

	private static Duration shortest(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private void retry() {
		this.token = NONE;
		this.then.run();
	}

	boolean isWaiting() {
		return this.token != NONE;
	}

	/** Return for how long the header has been waited for. */
	Duration waited() {
		return this.waited;
	}

	/** Begin with short delays again: the header came, and the next one is wanted. */
	void wantAnother() {
		if (isWaiting()) {
			this.waits.cancel(this.token);
			this.token = NONE;
		}
		this.next = FIRST_DELAY;
	}

	/** Begin anew: the walk made progress, or nothing is wanted any more. */
	void reset() {
		wantAnother();
		this.waited = Duration.ZERO;
	}

}
