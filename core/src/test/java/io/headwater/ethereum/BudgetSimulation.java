package io.headwater.ethereum;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * A catch-up without end at a node that allows so many requests a second, in virtual
 * time: up to 16 requests at a time leave as the budget lets them, and each that was
 * refused is made again.
 */
final class BudgetSimulation {

	static final long SECOND = Duration.ofSeconds(1).toNanos();

	/**
	 * The clock of a JVM may begin anywhere, so the budget reads one that is negative.
	 */
	private static final long BEHIND = Duration.ofDays(1).toNanos();

	private static final int MOST_IN_FLIGHT = 16;

	private static final long SHORTEST_WAIT = SECOND / 1000;

	private final Queue<Event> events = new PriorityQueue<>(
			Comparator.comparingLong(Event::nanos).thenComparingLong(Event::order));

	private final SplittableRandom random;

	private final Duration latency;

	private final Tampering tampering;

	private final RequestBudget budget;

	private final Deque<Long> left = new ArrayDeque<>();

	private Limit limit;

	private long now;

	private long order;

	private int unsent = MOST_IN_FLIGHT;

	private long served;

	private long refused;

	private long servedNanos;

	private long longestGap;

	private int mostInASecond;

	private boolean timer;

	BudgetSimulation(@Nullable Integer maxPerSecond, Limit limit, Duration latency, long seed, Tampering tampering) {
		this.limit = limit;
		this.latency = latency;
		this.random = new SplittableRandom(seed);
		this.tampering = tampering;
		this.budget = new RequestBudget(maxPerSecond, () -> this.now - BEHIND);
	}

	/** Let the node allow another number of requests from now on. */
	void limit(Limit limit) {
		this.limit = limit;
	}

	void run(Duration duration) {
		long end = this.now + duration.toNanos();
		this.served = 0;
		this.refused = 0;
		this.servedNanos = this.now;
		this.longestGap = 0;
		send();
		while (!this.events.isEmpty() && this.events.element().nanos() <= end) {
			Event event = this.events.remove();
			this.now = event.nanos();
			event.happens().run();
			send();
		}
		this.now = end;
	}

	private void send() {
		while (this.unsent > 0 && !this.timer) {
			long wait = this.budget.spend();
			if (wait > 0) {
				this.timer = true;
				after(Math.max(wait, SHORTEST_WAIT), () -> this.timer = false);
				return;
			}
			this.unsent--;
			countLeft();
			long sent = this.now;
			after(halfLatency(), () -> arrived(sent));
		}
	}

	private void countLeft() {
		this.left.add(this.now);
		while (this.now - this.left.element() >= SECOND) {
			this.left.remove();
		}
		this.mostInASecond = Math.max(this.mostInASecond, this.left.size());
	}

	private void arrived(long sent) {
		boolean allowed = this.limit.allows(this.now);
		after(halfLatency(), () -> answered(sent, allowed));
	}

	private void answered(long sent, boolean allowed) {
		this.unsent++;
		if (allowed) {
			this.served++;
			this.longestGap = Math.max(this.longestGap, this.now - this.servedNanos);
			this.servedNanos = this.now;
			if (this.tampering != Tampering.HALF_OF_WHAT_IS_SERVED || this.served % 2 == 0) {
				this.budget.served();
			}
		}
		else {
			this.refused++;
			if (this.tampering != Tampering.NO_REFUSAL) {
				this.budget.refused(sent - BEHIND, null);
			}
		}
	}

	/** A tenth more or less than usual. */
	private long halfLatency() {
		return (long) (this.latency.toNanos() / 2.0 * (0.95 + 0.1 * this.random.nextDouble()));
	}

	private void after(long nanos, Runnable happens) {
		this.events.add(new Event(this.now + nanos, ++this.order, happens));
	}

	RequestBudget budget() {
		return this.budget;
	}

	/** Return what was served in the last run. */
	long served() {
		return this.served;
	}

	double refusedShare() {
		return (double) this.refused / Math.max(1, this.served + this.refused);
	}

	/** Return for how long nothing was served in the last run, at the most. */
	Duration longestGap() {
		return Duration.ofNanos(Math.max(this.longestGap, this.now - this.servedNanos));
	}

	/** Return how many requests left within a second, at the most. */
	int mostInASecond() {
		return this.mostInASecond;
	}

	private record Event(long nanos, long order, Runnable happens) {
	}

	/**
	 * What the budget is not told, so that a test sees that it would matter.
	 */
	enum Tampering {

		NONE, NO_REFUSAL, HALF_OF_WHAT_IS_SERVED

	}

	/**
	 * How a node limits the rate of requests.
	 */
	@FunctionalInterface
	interface Limit {

		boolean allows(long now);

		static Limit none() {
			return (now) -> true;
		}

		static Limit everything() {
			return (now) -> false;
		}

		/** So many in each second of the node's clock. */
		static Limit window(int perSecond) {
			return new Limit() {

				private long second = -1;

				private int count;

				@Override
				public boolean allows(long now) {
					this.count = (now / SECOND == this.second) ? this.count : 0;
					this.second = now / SECOND;
					return ++this.count <= perSecond;
				}

			};
		}

		/** So many in any second. */
		static Limit sliding(int perSecond) {
			Deque<Long> allowed = new ArrayDeque<>();
			return (now) -> {
				while (!allowed.isEmpty() && now - allowed.element() >= SECOND) {
					allowed.remove();
				}
				return allowed.size() < perSecond && allowed.add(now);
			};
		}

		/** So many a second in the long run, and some at once. */
		static Limit bucket(double perSecond, double capacity) {
			return new Limit() {

				private double tokens = capacity;

				private long filled;

				@Override
				public boolean allows(long now) {
					this.tokens = Math.min(capacity, this.tokens + perSecond * (now - this.filled) / SECOND);
					this.filled = now;
					boolean allowed = this.tokens >= 1;
					this.tokens -= allowed ? 1 : 0;
					return allowed;
				}

			};
		}

	}

}
