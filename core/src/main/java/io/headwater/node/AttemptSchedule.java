package io.headwater.node;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Decides when the next attempt is made, and at which node: when both the node's lane and
 * the budget of all allow it. Confined to the link's inputs.
 */
final class AttemptSchedule {

	private final LinkContext context;

	private final Nodes nodes;

	private final Budget budget = new Budget();

	private final Runnable connect;

	private @Nullable NodeRecord lastTried;

	private @Nullable Future<?> next;

	private boolean stopped;

	/**
	 * Create a schedule.
	 * @param connect makes an attempt, on the scheduler's thread
	 */
	AttemptSchedule(LinkContext context, Nodes nodes, Runnable connect) {
		this.context = context;
		this.nodes = nodes;
		this.connect = connect;
	}

	/**
	 * Take the node to be tried now. If it is too early, the attempt is scheduled.
	 * @return the node, or {@code null} if there is to be no attempt now
	 */
	@Nullable NodeRecord take(long now) {
		if (this.stopped || dueNanos(now) - now > 0) {
			schedule(now);
			return null;
		}
		this.budget.spend(now);
		this.lastTried = Objects.requireNonNull(this.nodes.next(now));
		return this.lastTried;
	}

	/** Return when the next attempt may be made. */
	long dueNanos(long now) {
		return now + Math.max(this.nodes.dueNanos(now) - now, this.budget.dueNanos(now) - now);
	}

	/** Have the next attempt made when it is due, instead of an earlier plan. */
	void schedule(long now) {
		if (this.next != null) {
			this.next.cancel(false);
		}
		if (!this.stopped) {
			this.next = this.context.scheduler().schedule(this.connect, dueNanos(now) - now, TimeUnit.NANOSECONDS);
		}
	}

	/** Return how often nodes may be dialled, by whomever. */
	Budget budget() {
		return this.budget;
	}

	void stop() {
		this.stopped = true;
		schedule(this.context.now());
	}

	/** Return the node that was tried last, or {@code null} before the first attempt. */
	@Nullable NodeRecord lastTried() {
		return this.lastTried;
	}

	/**
	 * Bounds how often any node of a stream is dialled, whatever the lanes of the nodes
	 * say: ten times in the first minute of an outage, and every 15 seconds after it.
	 */
	static final class Budget {

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

		/** Note that a connection has held: what comes is another outage. */
		void calm() {
			this.calm = true;
		}

		private boolean beginsOutage(long now) {
			return this.attempts == 0 || (this.calm && now - this.lastNanos >= MINUTE);
		}

	}

}
