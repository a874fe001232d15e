package io.headwater.node;

import java.time.Duration;
import java.util.Locale;
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

	/** EIP-1474: the resource was not found. */
	private static final int NOT_FOUND = -32001;

	/** EIP-4444: the history was pruned. */
	private static final int PRUNED = 4444;

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
		if (failure instanceof JsonRpcException error && error.outcome() == CallOutcome.ERROR) {
			if (error.isRateLimit()) {
				this.budget.tooMany((error.retryAfter() != null) ? error.retryAfter() : Duration.ZERO);
			}
			else if (saysAbsent(error)) {
				return HeaderAnswer.absent(now);
			}
		}
		return HeaderAnswer.failed(now);
	}

	/** Most nodes answer null for a block that they do not have, but some an error. */
	private static boolean saysAbsent(JsonRpcException error) {
		String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
		return error.code() == NOT_FOUND || error.code() == PRUNED || message.contains("not found")
				|| message.contains("unknown block") || message.contains("beyond head");
	}

}
