package io.headwater.node;

import java.time.Duration;

/**
 * An estimate of the time between two heads of a chain, from when they came. Each time
 * counts by its own length, so that a burst of heads that were late shortens nothing.
 * Written by one thread at a time, read by any.
 */
final class BlockInterval {

	private static final double MEMORY = Duration.ofMinutes(1).toNanos();

	/** A chain that stood still for an hour has no interval of an hour. */
	private static final long LONGEST = Duration.ofMinutes(2).toNanos();

	private volatile long nanos;

	/**
	 * Take the time since the head before.
	 */
	void add(long sinceLast) {
		long sample = Math.min(sinceLast, LONGEST);
		long nanos = this.nanos;
		this.nanos = (nanos == 0) ? sample : nanos + (long) ((sample - nanos) * (sample / (sample + MEMORY)));
	}

	/**
	 * Return the estimate, 0 as long as there is none.
	 */
	long nanos() {
		return this.nanos;
	}

}
