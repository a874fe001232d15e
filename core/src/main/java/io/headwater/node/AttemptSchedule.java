package io.headwater.node;

import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Decides when the next attempt is made, and at which node: when both the node's lane and
 * the budget of all allow it. Guarded by the link.
 */
final class AttemptSchedule {

	private final LinkContext context;

	private final Nodes nodes;

	private final AttemptBudget budget;

	private final Runnable connect;

	private @Nullable NodeRecord lastTried;

	private @Nullable Future<?> next;

	private boolean stopped;

	/**
	 * Create a schedule.
	 * @param connect makes an attempt, on the scheduler's thread
	 */
	AttemptSchedule(LinkContext context, Nodes nodes, AttemptBudget budget, Runnable connect) {
		this.context = context;
		this.nodes = nodes;
		this.budget = budget;
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

	/**
	 * Return when the next attempt may be made.
	 */
	long dueNanos(long now) {
		return now + Math.max(this.nodes.dueNanos(now) - now, this.budget.dueNanos(now) - now);
	}

	/**
	 * Have the next attempt made when it is due, instead of what was scheduled before.
	 */
	void schedule(long now) {
		if (this.next != null) {
			this.next.cancel(false);
		}
		if (!this.stopped) {
			this.next = this.context.scheduler().schedule(this.connect, dueNanos(now) - now, TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Make no attempt any more.
	 */
	void stop() {
		this.stopped = true;
		schedule(this.context.now());
	}

	/**
	 * Return the node that was tried last, or {@code null} before the first attempt.
	 */
	@Nullable NodeRecord lastTried() {
		return this.lastTried;
	}

}
