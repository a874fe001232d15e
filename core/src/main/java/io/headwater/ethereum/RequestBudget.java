package io.headwater.ethereum;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * How many requests a second a node is asked, found out from what it bears. It begins at
 * 50 and doubles each second until the node refuses one. Then it takes nine tenths of
 * what was served in the last second, holds that for a minute, and probes by a twentieth
 * each second until the next refusal. It grows only while requests wait for it. A number
 * that is set is never exceeded in any second. Safe to use from any thread.
 */
public final class RequestBudget {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private static final long HOLD = Duration.ofMinutes(1).toNanos();

	private static final double FIRST = 50;

	private static final double FASTEST = 1_000_000;

	private static final double SLOWEST = 1.0 / 30;

	private static final double SAFE_SHARE = 0.9;

	private static final double PROBE = 1.05;

	/** At a slow rate a second shows too little. */
	private static final int REQUESTS_TO_MEASURE = 8;

	private static final long LONGEST_MEASUREMENT = 16 * SECOND;

	/** What a late timer left out may leave at once, and a short gap is filled. */
	private static final long BURST = SECOND / 20;

	private final LongSupplier nanoTime;

	private final double most;

	private final long burst;

	private final Tally served;

	private Phase phase = Phase.DOUBLING;

	private double perSecond;

	/** The last rate that was measured, up to which doubling goes. */
	private double known = Double.POSITIVE_INFINITY;

	private long nextNanos;

	private long notBefore;

	private long heldUntil;

	private long steadySince;

	private long answeredNanos;

	private long servedNanos;

	private @Nullable Long refusedNanos;

	private int servedSinceChange = 1;

	private int refusedSinceChange;

	/** When a request had to wait last, and whether one did since the last was served. */
	private long waitedNanos;

	private boolean waited;

	/**
	 * Create a budget.
	 * @param maxPerSecond the most requests a second, 0 for no limit, or {@code null} to
	 * find out what the node bears
	 * @param nanoTime the monotonic clock, in nanoseconds
	 */
	public RequestBudget(@Nullable Integer maxPerSecond, LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		if (maxPerSecond == null) {
			this.most = FASTEST;
			this.burst = BURST;
			this.perSecond = FIRST;
		}
		else {
			int together = maxPerSecond / 100;
			this.most = (maxPerSecond > 0) ? maxPerSecond - together : Double.POSITIVE_INFINITY;
			this.burst = (long) (together * SECOND / this.most);
			this.perSecond = this.most;
		}
		long now = nanoTime.getAsLong();
		this.served = new Tally(now);
		this.nextNanos = now;
		this.notBefore = now;
		this.heldUntil = now;
		this.steadySince = now;
		this.answeredNanos = now;
		this.servedNanos = now;
		this.waitedNanos = now;
	}

	/**
	 * Return the rate at which requests may leave now.
	 * @return requests a second, infinite if there is no limit
	 */
	public synchronized double perSecond() {
		return this.perSecond;
	}

	/**
	 * Spend one request, if it may leave at once.
	 * @return for how many nanoseconds it has to wait, 0 if it was spent
	 */
	synchronized long spend() {
		long now = this.nanoTime.getAsLong();
		long pause = this.notBefore - now;
		this.nextNanos = latest(this.nextNanos, now);
		long wait = Double.isInfinite(this.perSecond) ? 0 : this.nextNanos - now - this.burst;
		if (pause > 0 || wait > 0) {
			this.waited = true;
			this.waitedNanos = now;
			return Math.max(pause, wait);
		}
		this.nextNanos += (long) Math.ceil(SECOND / this.perSecond);
		return 0;
	}

	/**
	 * The node has answered a request, whatever it said.
	 */
	synchronized void served() {
		long now = this.nanoTime.getAsLong();
		answered(now);
		this.served.add(now);
		long passed = Math.min(now - this.servedNanos, SECOND);
		this.servedNanos = now;
		this.servedSinceChange++;
		if (this.waited || now - this.waitedNanos < BURST) {
			grow(now, (double) passed / SECOND);
		}
		this.waited = false;
	}

	private void answered(long now) {
		if (!this.waited && now - this.answeredNanos > SECOND) {
			this.steadySince = now;
		}
		this.answeredNanos = now;
	}

	private void grow(long now, double seconds) {
		if (this.phase == Phase.DOUBLING) {
			changeTo(Math.min(this.perSecond * Math.pow(2, seconds), this.known), now);
			this.steadySince = now;
			if (this.perSecond >= this.known) {
				hold(now + HOLD);
			}
		}
		else if (this.phase == Phase.PROBING) {
			changeTo(this.perSecond * Math.pow(PROBE, seconds * SECOND / window(this.perSecond)), now);
		}
		else if (now - this.heldUntil >= 0) {
			this.phase = Phase.PROBING;
		}
	}

	/**
	 * The node has refused a request since there were too many. Of a burst the first one
	 * counts, since the others had left before it could change anything.
	 * @param sentNanos when the request left
	 * @param pause for how long the node wants to be left alone, or {@code null} if it
	 * does not say
	 */
	synchronized void refused(long sentNanos, @Nullable Duration pause) {
		long now = this.nanoTime.getAsLong();
		answered(now);
		if (pause != null) {
			this.notBefore = latest(this.notBefore, now + pause.toNanos());
			this.steadySince = latest(this.steadySince, this.notBefore);
		}
		if (this.refusedNanos == null || sentNanos - this.refusedNanos > 0) {
			slowDown(now);
		}
	}

	private void slowDown(long now) {
		double rate = Double.isInfinite(this.perSecond) ? 2 * FIRST : this.perSecond;
		long window = window(rate);
		boolean steady = now - this.steadySince >= window;
		boolean shown = this.refusedNanos == null || now - this.refusedNanos >= SECOND;
		this.refusedSinceChange++;
		if (this.servedSinceChange == 0) {
			// That nothing is served for a while says nothing of what will be.
			if (!steady || now - this.servedNanos >= SECOND) {
				this.phase = Phase.DOUBLING;
				slowDownTo(rate / 2, now);
			}
		}
		else if (steady && shown) {
			learn(SAFE_SHARE * Math.min(this.served.perSecond(now, window), rate), now, HOLD);
		}
		else if (!steady) {
			learn(Math.max(SAFE_SHARE * this.served.perSecond(now, window), rate / 2), now, SECOND);
		}
		else if (this.refusedSinceChange > Math.max(this.servedSinceChange, REQUESTS_TO_MEASURE)) {
			// The node has used up what it allows at once.
			learn(rate / 2, now, SECOND);
		}
	}

	private void learn(double rate, long now, long held) {
		this.known = Math.max(SLOWEST, rate);
		hold(now + held);
		slowDownTo(rate, now);
	}

	private void slowDownTo(double rate, long now) {
		changeTo(Math.max(SLOWEST, rate), now);
		this.refusedNanos = now;
		this.servedSinceChange = 0;
		this.refusedSinceChange = 0;
	}

	private static long window(double rate) {
		return Math.min(Math.max(SECOND, (long) (REQUESTS_TO_MEASURE * SECOND / rate)), LONGEST_MEASUREMENT);
	}

	private void hold(long until) {
		this.phase = Phase.HOLDING;
		this.heldUntil = until;
	}

	/** What has been spent in advance is paid back at the new rate. */
	private void changeTo(double rate, long now) {
		double next = Math.min(rate, this.most);
		if (!Double.isInfinite(this.perSecond) && this.nextNanos - now > 0) {
			this.nextNanos = now + (long) ((this.nextNanos - now) * this.perSecond / next);
		}
		this.perSecond = next;
	}

	/**
	 * Return whether the node has refused a request in the last minute.
	 */
	synchronized boolean isLimited() {
		long now = this.nanoTime.getAsLong();
		return this.notBefore - now > 0 || (this.refusedNanos != null && now - this.refusedNanos < HOLD);
	}

	private static long latest(long one, long other) {
		return (one - other > 0) ? one : other;
	}

	/**
	 * Where the rate goes.
	 */
	private enum Phase {

		/** Up to the known rate, or to the first refusal. */
		DOUBLING,

		/** Nowhere for a time. */
		HOLDING,

		/** Up in small steps, to the next refusal. */
		PROBING

	}

	/**
	 * Counts what happened in the last seconds.
	 */
	private static final class Tally {

		private static final long SLOT = SECOND / 20;

		private final int[] slots = new int[(int) (LONGEST_MEASUREMENT / SLOT) + 2];

		private long newest;

		Tally(long now) {
			this.newest = Math.floorDiv(now, SLOT);
		}

		void add(long now) {
			moveTo(Math.floorDiv(now, SLOT));
			this.slots[index(this.newest)]++;
		}

		double perSecond(long now, long window) {
			moveTo(Math.floorDiv(now, SLOT));
			long whole = window / SLOT;
			long count = 0;
			for (long slot = this.newest - whole; slot <= this.newest; slot++) {
				count += this.slots[index(slot)];
			}
			return (double) count * SECOND / (whole * SLOT + Math.floorMod(now, SLOT));
		}

		private void moveTo(long slot) {
			if (slot - this.newest >= this.slots.length) {
				Arrays.fill(this.slots, 0);
				this.newest = slot;
			}
			while (this.newest < slot) {
				this.newest++;
				this.slots[index(this.newest)] = 0;
			}
		}

		private int index(long slot) {
			return (int) Math.floorMod(slot, (long) this.slots.length);
		}

	}

}
