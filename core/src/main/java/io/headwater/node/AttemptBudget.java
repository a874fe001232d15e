package io.headwater.node;

import java.time.Duration;

/**
 * Bounds how often any node of a stream is dialled, whatever the lanes of the nodes say:
 * ten times in the first minute of an outage, and every 15 seconds after it. Not safe for
 * use by several threads.
 */
final class AttemptBudget {

	private static final int IN_FIRST_MINUTE = 10;

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	private static final long SPACING = MINUTE / 4;

	private long outageNanos;

	private long lastNanos;

	private int attempts;

	private boolean calm;

	/**
	 * Return when the next attempt may be made.
	 * @param now the present, on the monotonic clock
	 * @return the present or a later moment
	 */
	long dueNanos(long now) {
		if (beginsOutage(now)) {
			return now;
		}
		boolean firstMinute = now - this.outageNanos < MINUTE;
		if (firstMinute && this.attempts < IN_FIRST_MINUTE) {
			return now;
		}
		long wait = this.lastNanos + SPACING - now;
		if (firstMinute) {
			wait = Math.max(wait, this.outageNanos + MINUTE - now);
		}
		return now + Math.max(0, wait);
	}

	void spend(long now) {
		if (beginsOutage(now)) {
			this.outageNanos = now;
			this.attempts = 0;
		}
		this.attempts++;
		this.lastNanos = now;
		this.calm = false;
	}

	/**
	 * Note that a connection has held for a minute, so that what comes is another outage.
	 */
	void calm() {
		this.calm = true;
	}

	private boolean beginsOutage(long now) {
		return this.attempts == 0 || (this.calm && now - this.lastNanos >= MINUTE);
	}

}
