package io.headwater.stream;

/**
 * What one connection has told of heads, and when. A head that comes only leaves its time
 * here. Written by the connection's threads, read by any.
 */
final class HeadSightings {

	private final BlockInterval interval;

	private volatile long number = -1;

	private volatile long nanos;

	private volatile long announcedNanos;

	private volatile boolean announced;

	private volatile boolean latestAwaited;

	/**
	 * Create the sightings of a connection.
	 * @param interval the time between heads, which these keep
	 */
	HeadSightings(BlockInterval interval, long now) {
		this.interval = interval;
		this.nanos = now;
	}

	/**
	 * The node was subscribed to: the newest head that is read next counts as the first
	 * one.
	 */
	void subscribed() {
		this.latestAwaited = true;
	}

	/**
	 * The node announced a head.
	 */
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
		}
	}

	/**
	 * Return the number of the head that was told last, or -1.
	 */
	long number() {
		return this.number;
	}

	/**
	 * Return when a head was told last, or when this began.
	 */
	long nanos() {
		return this.nanos;
	}

	/**
	 * Return whether a head was announced.
	 */
	boolean hasAnnounced() {
		return this.announced;
	}

	boolean hasAnnouncedSince(long nanos) {
		return this.announced && this.announcedNanos - nanos > 0;
	}

	/**
	 * Return the estimated time between two heads, 0 as long as there is none.
	 */
	long intervalNanos() {
		return this.interval.nanos();
	}

}
