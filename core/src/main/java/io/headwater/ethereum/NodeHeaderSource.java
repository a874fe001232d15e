package io.headwater.ethereum;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

import io.headwater.Head;
import io.headwater.chain.HeaderAnswer;
import io.headwater.chain.HeaderRequest;
import io.headwater.chain.HeaderSource;
import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.JsonRpcException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches headers from a node, as fast as its budget of requests allows. What a live head
 * needs goes before what fills a long gap. A request that the node refuses for its rate
 * is made again; whoever wants the header waits, and is told nothing of it. One that is
 * overtaken by later ones, and takes much longer than usual, is made once more, since all
 * behind it waits: the first answer counts. Answers come on the threads of the node's
 * client.
 */
public final class NodeHeaderSource implements HeaderSource {

	/** Wake-ups are not worth it for less; what is late may leave together. */
	private static final long SHORTEST_WAIT = Duration.ofMillis(1).toNanos();

	/** Nodes with several back ends answer out of order, by one or two. */
	private static final int OVERTAKEN_OFTEN = 3;

	private static final long SOONEST_AGAIN = Duration.ofMillis(100).toNanos();

	private static final int MUCH_LONGER = 4;

	/** By so many answers the usual time is smoothed. */
	private static final int SMOOTHING = 8;

	private final ScheduledExecutorService scheduler;

	private final LongSupplier nanoTime;

	private final BiConsumer<HeaderRequest, HeaderAnswer> answers;

	private final Deque<Call> first = new ArrayDeque<>();

	private final Deque<Call> waiting = new ArrayDeque<>();

	/** In the order in which they left. */
	private final Map<Long, Call> underWay = new LinkedHashMap<>();

	private @Nullable EthereumNode node;

	private RequestBudget budget;

	private @Nullable Future<?> nextDue;

	private long sent;

	private long usualNanos;

	/**
	 * Create a source that has no node to ask yet.
	 * @param scheduler delays requests that are beyond the budget
	 * @param nanoTime the monotonic clock, in nanoseconds
	 * @param answers takes the answers
	 */
	public NodeHeaderSource(ScheduledExecutorService scheduler, LongSupplier nanoTime,
			BiConsumer<HeaderRequest, HeaderAnswer> answers) {
		this.scheduler = scheduler;
		this.nanoTime = nanoTime;
		this.answers = answers;
		this.budget = new RequestBudget(null, nanoTime);
	}

	/**
	 * Ask a node from now on, on a new connection.
	 * @param node the node as that connection shows it
	 * @param budget the node's budget
	 */
	public synchronized void follow(EthereumNode node, RequestBudget budget) {
		disconnected();
		this.node = node;
		this.budget = budget;
	}

	/**
	 * Forget what was asked: the connection is lost.
	 */
	public synchronized void disconnected() {
		this.first.clear();
		this.waiting.clear();
		this.underWay.values().forEach(Call::done);
		this.underWay.clear();
		if (this.nextDue != null) {
			this.nextDue.cancel(false);
			this.nextDue = null;
		}
	}

	@Override
	public void fetch(HeaderRequest request) {
		Call call = new Call(request);
		synchronized (this) {
			queue(call).addLast(call);
		}
		sendDue();
	}

	/** By number, a gap is filled; its requests are many. */
	private Deque<Call> queue(Call call) {
		return (call.request.kind() == HeaderRequest.Kind.BY_NUMBER) ? this.waiting : this.first;
	}

	private void sendDue() {
		for (Attempt attempt = next(); attempt != null; attempt = next()) {
			send(attempt);
		}
	}

	private synchronized @Nullable Attempt next() {
		Deque<Call> queue = this.first.isEmpty() ? this.waiting : this.first;
		Call call = queue.peekFirst();
		if (call == null || this.nextDue != null) {
			return null;
		}
		long wait = this.budget.spend();
		if (wait > 0) {
			this.nextDue = this.scheduler.schedule(this::due, Math.max(wait, SHORTEST_WAIT), TimeUnit.NANOSECONDS);
			return null;
		}
		queue.removeFirst();
		long now = this.nanoTime.getAsLong();
		if (this.underWay.putIfAbsent(call.request.id(), call) == null) {
			call.sent(++this.sent, now);
		}
		call.pending++;
		return new Attempt(call, this.node, this.budget, now);
	}

	private void due() {
		synchronized (this) {
			this.nextDue = null;
		}
		sendDue();
	}

	private void send(Attempt attempt) {
		call(attempt.node, attempt.call.request).whenComplete((head, failure) -> answered(attempt, head, failure));
	}

	private static CompletableFuture<@Nullable Head> call(@Nullable EthereumNode node, HeaderRequest request) {
		if (node == null) {
			return CompletableFuture.failedFuture(new IllegalStateException("No node is followed yet"));
		}
		return switch (request.kind()) {
			case LATEST -> node.latestHead();
			case FINALIZED -> node.finalizedHead();
			case BY_NUMBER -> node.headByNumber(request.number());
			case BY_HASH -> node.headByHash(Objects.requireNonNull(request.hash()));
		};
	}

	private void answered(Attempt attempt, @Nullable Head head, @Nullable Throwable failure) {
		boolean replied = failure == null;
		boolean refused = false;
		if (failure instanceof JsonRpcException error && error.outcome() == CallOutcome.ERROR) {
			replied = true;
			refused = error.isRateLimit();
			if (refused) {
				attempt.budget.refused(attempt.sentNanos, error.retryAfter());
			}
		}
		if (replied && !refused) {
			attempt.budget.served();
		}
		if (counts(attempt, refused, replied)) {
			this.answers.accept(attempt.call.request, answer(head, failure));
		}
		sendDue();
	}

	/** Without a reply, the other attempt may still bring one. */
	private synchronized boolean counts(Attempt attempt, boolean refused, boolean replied) {
		Call call = attempt.call;
		call.pending--;
		if (this.underWay.get(call.request.id()) != call || (call.pending > 0 && (refused || !replied))) {
			return false;
		}
		this.underWay.remove(call.request.id());
		this.first.remove(call);
		call.done();
		if (refused) {
			queue(call).addFirst(call);
			return false;
		}
		if (replied) {
			this.usualNanos += (this.nanoTime.getAsLong() - attempt.sentNanos - this.usualNanos) / SMOOTHING;
			overtook(call);
		}
		return true;
	}

	private void overtook(Call call) {
		for (Call other : this.underWay.values()) {
			if (other.order > call.order) {
				return;
			}
			other.overtaken++;
			if (other.overtaken == OVERTAKEN_OFTEN) {
				long age = this.nanoTime.getAsLong() - other.sentNanos;
				long patience = Math.max(SOONEST_AGAIN, MUCH_LONGER * this.usualNanos);
				other.again = this.scheduler.schedule(() -> askAgain(other), Math.max(0, patience - age),
						TimeUnit.NANOSECONDS);
			}
		}
	}

	private void askAgain(Call call) {
		synchronized (this) {
			if (this.underWay.get(call.request.id()) != call || this.budget.isLimited()) {
				return;
			}
			this.first.addFirst(call);
		}
		sendDue();
	}

	private HeaderAnswer answer(@Nullable Head head, @Nullable Throwable failure) {
		long now = this.nanoTime.getAsLong();
		if (failure == null) {
			return (head != null) ? HeaderAnswer.served(head, now) : HeaderAnswer.absent(now);
		}
		if (failure instanceof JsonRpcException error) {
			if (EthereumNode.saysAbsent(error)) {
				return HeaderAnswer.absent(now);
			}
			if (error.outcome() == CallOutcome.ERROR || error.outcome() == CallOutcome.MALFORMED) {
				return HeaderAnswer.refused(now);
			}
		}
		return HeaderAnswer.failed(now);
	}

	/**
	 * A request, from the moment when it is wanted until its answer.
	 */
	private static final class Call {

		private final HeaderRequest request;

		private long order;

		private long sentNanos;

		private int pending;

		private int overtaken;

		private @Nullable Future<?> again;

		Call(HeaderRequest request) {
			this.request = request;
		}

		void sent(long order, long now) {
			this.order = order;
			this.sentNanos = now;
			this.overtaken = 0;
		}

		void done() {
			if (this.again != null) {
				this.again.cancel(false);
			}
		}

	}

	private record Attempt(Call call, @Nullable EthereumNode node, RequestBudget budget, long sentNanos) {
	}

}
