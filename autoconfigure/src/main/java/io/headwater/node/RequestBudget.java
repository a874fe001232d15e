package io.headwater.node;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spreads requests so that no more than so many a second leave, after a first burst of a
 * second's worth. A node that says "too many" halves the rate, which then recovers with
 * each answer. Safe to use from any thread.
 */
final class RequestBudget {

	private static final double SLOWEST_PER_SECOND = 0.5;

	/** Where a budget without limit begins to be careful. */
	private static final double CAREFUL_PER_SECOND = 32;

	private static final double RECOVERY = 1.05;

	private static final double SECOND = Duration.ofSeconds(1).toNanos();

	private final double maxPerSecond;

	private final LongSupplier nanoTime;

	private double perSecond;

	private long nextNanos;

	/**
	 * Create a budget.
	 * @param maxPerSecond the most requests a second, 0 for no limit
	 * @param nanoTime the monotonic clock, in nanoseconds
	 */
	RequestBudget(int maxPerSecond, LongSupplier nanoTime) {
		this.maxPerSecond = (maxPerSecond > 0) ? maxPerSecond : Double.POSITIVE_INFINITY;
		this.perSecond = this.maxPerSecond;
		this.nanoTime = nanoTime;
		this.nextNanos = nanoTime.getAsLong();
	}

	/**
	 * Spend one request.
	 * @return how long it has to wait, zero if it may leave at once
	 */
	synchronized Duration spend() {
		if (Double.isInfinite(this.perSecond)) {
			return Duration.ZERO;
		}
		long now = this.nanoTime.getAsLong();
		long burst = (long) SECOND;
		this.nextNanos = Math.max(this.nextNanos, now - burst) + (long) (SECOND / this.perSecond);
		return Duration.ofNanos(Math.max(0, this.nextNanos - now));
	}

	/**
	 * The node has said that there were too many.
	 * @param pause for how long it wants to be left alone
	 */
	synchronized void tooMany(Duration pause) {
		double rate = Double.isInfinite(this.perSecond) ? 2 * CAREFUL_PER_SECOND : this.perSecond;
		this.perSecond = Math.max(SLOWEST_PER_SECOND, rate / 2);
		this.nextNanos = Math.max(this.nextNanos, this.nanoTime.getAsLong() + pause.toNanos());
	}

	/**
	 * The node has answered.
	 */
	synchronized void answered() {
		if (this.perSecond < this.maxPerSecond) {
			this.perSecond = Math.min(this.maxPerSecond, this.perSecond * RECOVERY);
		}
	}

	/**
	 * Begin anew: another node is asked.
	 */
	synchronized void reset() {
		this.perSecond = this.maxPerSecond;
		this.nextNanos = this.nanoTime.getAsLong();
	}

}
