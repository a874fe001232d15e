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

	private final Budget budget;

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
		this.budget = new Budget(context.settings());
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
		this.nodes.tried(this.lastTried);
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
	 * say: the first four attempts of an outage are free, the pauses after them double
	 * from a second, and a minute after its first attempt all of them are as long as the
	 * longest. So by default there are ten in the first minute, and four in each later
	 * one.
	 */
	static final class Budget {

		private static final int FREE = 4;

		private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos();

		private static final long MINUTE = Duration.ofMinutes(1).toNanos();

		private final long longest;

		private long outageNanos;

		private long lastNanos;

		private int attempts;

		private boolean calm;

		/** Create a budget whose pauses are no longer than a node's may be. */
		Budget(LinkSettings settings) {
			this.longest = Math.min(MINUTE / 4, RetryPolicy.USUAL.longest(settings).toNanos());
		}

		/**
		 * Return when the next attempt may be made.
		 * @param now the present, on the monotonic clock
		 */
		long dueNanos(long now) {
			if (beginsOutage(now)) {
				return now;
			}
			long due = afterPause(pause(), now);
			return (due - this.outageNanos < MINUTE) ? due : afterPause(this.longest, now);
		}

		private long afterPause(long pause, long now) {
			return now + Math.max(0, this.lastNanos + pause - now);
		}

		private long pause() {
			int doublings = this.attempts - FREE;
			if (doublings < 0) {
				return 0;
			}
			return (doublings < Integer.SIZE) ? Math.min(FIRST_PAUSE << doublings, this.longest) : this.longest;
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
