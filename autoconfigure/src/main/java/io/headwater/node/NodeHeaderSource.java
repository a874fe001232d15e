package io.headwater.node;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
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
 * Fetches headers from a node, within a budget of requests a second. Answers come on the
 * threads of the node's client.
 */
public final class NodeHeaderSource implements HeaderSource {

	private final EthereumNode node;

	private final RequestBudget budget;

	private final ScheduledExecutorService scheduler;

	private final LongSupplier nanoTime;

	private final BiConsumer<HeaderRequest, HeaderAnswer> answers;

	/**
	 * Create a source.
	 * @param node the node to ask
	 * @param maxRequestsPerSecond the most requests a second, 0 for no limit
	 * @param scheduler delays requests that are beyond the budget
	 * @param nanoTime the monotonic clock, in nanoseconds
	 * @param answers takes the answers
	 */
	public NodeHeaderSource(EthereumNode node, int maxRequestsPerSecond, ScheduledExecutorService scheduler,
			LongSupplier nanoTime, BiConsumer<HeaderRequest, HeaderAnswer> answers) {
		this.node = node;
		this.budget = new RequestBudget(maxRequestsPerSecond, nanoTime);
		this.scheduler = scheduler;
		this.nanoTime = nanoTime;
		this.answers = answers;
	}

	@Override
	public void fetch(HeaderRequest request) {
		Duration delay = this.budget.spend();
		if (delay.isZero()) {
			send(request);
		}
		else {
			this.scheduler.schedule(() -> send(request), delay.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Forget how often the node said that there were too many requests, since another one
	 * is asked from now on.
	 */
	public void otherNode() {
		this.budget.reset();
	}

	private void send(HeaderRequest request) {
		call(request).whenComplete((head, failure) -> this.answers.accept(request, answer(head, failure)));
	}

	private CompletableFuture<@Nullable Head> call(HeaderRequest request) {
		return switch (request.kind()) {
			case LATEST -> this.node.latestHead();
			case FINALIZED -> this.node.finalizedHead();
			case BY_NUMBER -> this.node.headByNumber(request.number());
			case BY_HASH -> this.node.headByHash(Objects.requireNonNull(request.hash()));
		};
	}

	private HeaderAnswer answer(@Nullable Head head, @Nullable Throwable failure) {
		long now = this.nanoTime.getAsLong();
		if (failure == null) {
			this.budget.answered();
			return (head != null) ? HeaderAnswer.served(head, now) : HeaderAnswer.absent(now);
		}
		if (failure instanceof JsonRpcException error) {
			if (error.isRateLimit()) {
				this.budget.tooMany((error.retryAfter() != null) ? error.retryAfter() : Duration.ZERO);
			}
			else if (EthereumNode.saysAbsent(error)) {
				return HeaderAnswer.absent(now);
			}
			else if (error.outcome() == CallOutcome.ERROR || error.outcome() == CallOutcome.MALFORMED) {
				return HeaderAnswer.refused(now);
			}
		}
		return HeaderAnswer.failed(now);
	}

}
