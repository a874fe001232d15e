package io.headwater.node;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.headwater.jsonrpc.JsonRpcException;
import io.headwater.support.ChainLog;
import org.jspecify.annotations.Nullable;

/**
 * Watches one connection for heads that do not come, which is no fault of the socket: the
 * subscription may be dead, or the chain quiet. A head only leaves its time; one deadline
 * looks at it, and is put off as far as it allows.
 * <ol>
 * <li>No head for long: the node is asked for its newest number.</li>
 * <li>It moved above what the node has answered or what was delivered: the node is
 * subscribed to anew; if that does not help within the same time, the connection
 * ends.</li>
 * <li>It did not move: the chain is quiet; it is asked again after twice the time, up to
 * five minutes.</li>
 * </ol>
 */
final class StaleWatch {

	private static final long LEAST = Duration.ofSeconds(10).toNanos();

	private static final long LONGEST = Duration.ofMinutes(5).toNanos();

	private static final int INTERVALS = 3;

	/** More doublings than these exceed the longest time anyway. */
	private static final int MOST_DOUBLINGS = 16;

	private static final Runnable NOTHING = () -> {
	};

	private final @Nullable Duration configured;

	private final HeadArrivals heads;

	private final ScheduledExecutorService scheduler;

	private final LongSupplier nanoTime;

	private final ChainLog log;

	private final Subject subject;

	private Phase phase = Phase.NOT_SUBSCRIBED;

	private @Nullable Future<?> deadline;

	private long checkedNanos;

	private @Nullable Long renewedNanos;

	private volatile int quietChecks;

	/**
	 * Create a watch over a connection that is not subscribed yet.
	 * @param configured the time without a head after which the node is asked, or
	 * {@code null} for three times the interval and ten seconds at least
	 */
	StaleWatch(@Nullable Duration configured, HeadArrivals heads, ScheduledExecutorService scheduler,
			LongSupplier nanoTime, ChainLog log, Subject subject) {
		this.configured = configured;
		this.heads = heads;
		this.scheduler = scheduler;
		this.nanoTime = nanoTime;
		this.log = log;
		this.subject = subject;
	}

	/**
	 * The node announced a head, which was noted before. Does nothing in the usual case.
	 */
	void announced() {
		if (this.quietChecks > 0) {
			quietEnded();
		}
	}

	/** The deadline of a quiet chain would be too far away for one that moves again. */
	private synchronized void quietEnded() {
		this.quietChecks = 0;
		if (this.phase == Phase.WATCHING) {
			arm(this.heads.nanos() + threshold() - this.nanoTime.getAsLong());
		}
	}

	synchronized void subscribed() {
		if (this.phase == Phase.ENDED) {
			return;
		}
		moveTo(Phase.WATCHING);
		this.heads.subscribed();
		this.checkedNanos = this.nanoTime.getAsLong();
		arm(threshold());
	}

	synchronized void end() {
		this.phase = Phase.ENDED;
		cancel();
	}

	private long threshold() {
		if (this.configured != null) {
			return this.configured.toNanos();
		}
		return Math.min(LONGEST, Math.max(LEAST, INTERVALS * this.heads.intervalNanos()));
	}

	private long pause() {
		long threshold = threshold();
		int doublings = Math.min(this.quietChecks, MOST_DOUBLINGS);
		return (threshold < LONGEST) ? Math.min(LONGEST, threshold << doublings) : threshold;
	}

	private void arm(long delayNanos) {
		cancel();
		this.deadline = this.scheduler.schedule(this::look, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
	}

	private void cancel() {
		if (this.deadline != null) {
			this.deadline.cancel(false);
			this.deadline = null;
		}
	}

	private void look() {
		synchronized (this) {
			if (this.phase != Phase.WATCHING) {
				return;
			}
			long now = this.nanoTime.getAsLong();
			long left = pause() - Math.min(now - this.checkedNanos, now - this.heads.nanos());
			if (left > 0) {
				arm(left);
				return;
			}
			moveTo(Phase.ASKING);
			this.checkedNanos = now;
		}
		ask(this.subject::blockNumber, this::answered);
	}

	/** What fails in a future or a scheduler would otherwise be known to nobody. */
	private <T> void ask(Supplier<CompletableFuture<@Nullable T>> question,
			BiConsumer<@Nullable T, @Nullable Throwable> taker) {
		try {
			question.get().whenComplete((answer, failure) -> {
				try {
					taker.accept(answer, failure);
				}
				catch (Throwable ex) {
					failed(ex);
				}
			});
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	/** A connection that nobody watches any more is of no use. */
	private void failed(Throwable failure) {
		end();
		this.subject.stale(new Ending(ConnectionEnd.DEFECT, "something of ours failed"));
		this.log.error("stale", "A watch for heads failed, which is a defect", failure);
	}

	private void answered(@Nullable Long number, @Nullable Throwable failure) {
		Runnable next;
		synchronized (this) {
			if (this.phase != Phase.ASKING) {
				return;
			}
			next = judge(number, failure);
		}
		next.run();
	}

	private Runnable judge(@Nullable Long number, @Nullable Throwable failure) {
		long asked = this.checkedNanos;
		this.checkedNanos = this.nanoTime.getAsLong();
		if (failure instanceof JsonRpcException error && error.isRateLimit()) {
			watchQuietly(error.retryAfter());
			return NOTHING;
		}
		if (number == null) {
			return end(Ending.ofCall("the node does not tell its newest number", failure));
		}
		if (this.heads.nanos() - asked > 0) {
			watch(threshold());
			return NOTHING;
		}
		boolean moved = this.heads.isAboveAll(number, this.subject.delivered());
		this.heads.answered(number);
		if (!moved) {
			watchQuietly(null);
			return this.subject::quiet;
		}
		if (this.renewedNanos != null && !this.heads.hasAnnouncedSince(this.renewedNanos)) {
			return end(new Ending(ConnectionEnd.STALE,
					"the node is at " + number + " and announces nothing, although it was subscribed to anew"));
		}
		moveTo(Phase.RENEWING);
		return () -> ask(this.subject::renewSubscription, this::renewed);
	}

	private void watchQuietly(@Nullable Duration atLeast) {
		this.quietChecks = Math.min(this.quietChecks, MOST_DOUBLINGS) + 1;
		long pause = pause();
		watch((atLeast != null) ? Math.max(pause, atLeast.toNanos()) : pause);
	}

	private void watch(long delayNanos) {
		moveTo(Phase.WATCHING);
		arm(delayNanos);
	}

	private Runnable end(Ending ending) {
		moveTo(Phase.ENDED);
		return () -> this.subject.stale(ending);
	}

	private void renewed(@Nullable String id, @Nullable Throwable failure) {
		Runnable next;
		synchronized (this) {
			if (this.phase != Phase.RENEWING) {
				return;
			}
			if (id == null) {
				next = end(Ending.ofCall("the node does not announce its heads any more", failure));
			}
			else {
				this.checkedNanos = this.nanoTime.getAsLong();
				this.renewedNanos = this.checkedNanos;
				this.quietChecks = 0;
				this.heads.subscribed();
				watch(threshold());
				next = this.subject::renewed;
			}
		}
		next.run();
	}

	private void moveTo(Phase next) {
		if (!this.phase.canMoveTo(next)) {
			throw new IllegalStateException("A watch does not move from " + this.phase + " to " + next);
		}
		this.phase = next;
	}

	/** What the watch is about. */
	private enum Phase {

		NOT_SUBSCRIBED, WATCHING, ASKING, RENEWING, ENDED;

		private static final Map<Phase, Set<Phase>> MOVES = Map.of( //
				NOT_SUBSCRIBED, Set.of(WATCHING, ENDED), //
				WATCHING, Set.of(ASKING, ENDED), //
				ASKING, Set.of(WATCHING, RENEWING, ENDED), //
				RENEWING, Set.of(WATCHING, ENDED));

		boolean canMoveTo(Phase next) {
			return MOVES.getOrDefault(this, Set.of()).contains(next);
		}

	}

	/**
	 * The connection that is watched. The calls come from the scheduler's thread or the
	 * connection's, and must not wait.
	 */
	interface Subject {

		/** Return the number of the last delivered head, or -1. */
		long delivered();

		/** Ask the node for its newest number. */
		CompletableFuture<@Nullable Long> blockNumber();

		/** Subscribe to the node anew. */
		CompletableFuture<@Nullable String> renewSubscription();

		/** The node is subscribed to anew; heads may have been missed. */
		void renewed();

		/** The chain does not move, as far as this node tells. */
		void quiet();

		/** The connection is of no use any more. */
		void stale(Ending ending);

	}

}
