package io.headwater.node;

import java.time.Duration;

/**
 * Which heads came over one connection, and when. A head that comes only leaves its time
 * here. Written by the connection's threads, read by any.
 */
final class HeadArrivals {

	/** No backend that is asked for the newest number lags by more. */
	private static final long MOST_LAG = 1024;

	private static final long UNKNOWN = -1;

	private final Interval interval;

	private volatile long number = UNKNOWN;

	/** The newest number that the node answered since it announced something. */
	private volatile long answered = UNKNOWN;

	private volatile long nanos;

	private volatile long announcedNanos;

	private volatile boolean announced;

	private volatile boolean latestAwaited;

	HeadArrivals(Interval interval, long now) {
		this.interval = interval;
		this.nanos = now;
	}

	/** Subscribed: the newest head that is read next counts as the first one. */
	void subscribed() {
		this.latestAwaited = true;
	}

	void announced(long number, long now) {
		if (!this.announced || this.latestAwaited) {
			this.announced = true;
			this.latestAwaited = false;
		}
		else if (number > this.number) {
			this.interval.add(now - this.announcedNanos);
		}
		this.number = number;
		this.nanos = now;
		this.announcedNanos = now;
		this.answered = UNKNOWN;
	}

	/** The node announced something that is no head. */
	void hinted(long now) {
		this.announced = true;
		this.nanos = now;
		this.announcedNanos = now;
		this.answered = UNKNOWN;
	}

	/**
	 * Note the newest number, which the node was asked for. The highest one counts, since
	 * backends lag, unless it was so far above this one that it was a lie.
	 */
	void answered(long number) {
		boolean wasLie = this.answered - number > MOST_LAG;
		this.answered = wasLie ? number : Math.max(this.answered, number);
	}

	/**
	 * Return whether a number says that the chain has moved without a word. An
	 * announcement may be a lie: what counts is what the node answered since the last
	 * one, and where the walk is if it was not asked.
	 * @param delivered the number of the last delivered head, or -1
	 */
	boolean isAboveAll(long number, long delivered) {
		return (this.answered != UNKNOWN) ? number > this.answered : number > delivered && number != this.number;
	}

	/**
	 * The newest head was read. It counts once after each subscription; later ones say
	 * nothing of the subscription.
	 */
	void latestRead(long number, long now) {
		if (this.latestAwaited) {
			this.latestAwaited = false;
			this.number = number;
			this.nanos = now;
			answered(number);
		}
	}

	/** Return the number of the head that came last, or -1. */
	long number() {
		return this.number;
	}

	/** Return when a head came last, or when this began. */
	long nanos() {
		return this.nanos;
	}

	boolean hasAnnounced() {
		return this.announced;
	}

	boolean hasAnnouncedSince(long nanos) {
		return this.announced && this.announcedNanos - nanos > 0;
	}

	/** Return the estimated time between two heads, 0 as long as there is none. */
	long intervalNanos() {
		return this.interval.nanos();
	}

	/**
	 * An estimate of the time between two heads of a chain, from when they came. Each
	 * time counts by its own length, so that a burst of heads that were late shortens
	 * nothing. Written by one thread at a time, read by any.
	 */
	static final class Interval {

		private static final double MEMORY = Duration.ofMinutes(1).toNanos();

		/** A chain that stood still for an hour has no interval of an hour. */
		private static final long LONGEST = Duration.ofMinutes(2).toNanos();

		private volatile long nanos;

		/** Take the time since the head before. */
		void add(long sinceLast) {
			long sample = Math.min(sinceLast, LONGEST);
			long nanos = this.nanos;
			this.nanos = (nanos == 0) ? sample : nanos + (long) ((sample - nanos) * (sample / (sample + MEMORY)));
		}

		/** Return the estimate, 0 as long as there is none. */
		long nanos() {
			return this.nanos;
		}

	}

}
