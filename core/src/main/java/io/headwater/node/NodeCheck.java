package io.headwater.node;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.headwater.Head;
import io.headwater.ethereum.EthereumNode;
import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.JsonRpcException;
import io.headwater.support.ChainLog;
import org.jspecify.annotations.Nullable;

/**
 * Asks a node who it is and how far it is, and, once that is known, to announce its
 * heads.
 */
final class NodeCheck {

	/** JSON-RPC 2.0: the method does not exist. */
	private static final int METHOD_NOT_FOUND = -32601;

	private static final String NOT_SUPPORTED = "notifications not supported";

	private final EthereumNode node;

	private final ChainIdentity identity;

	private final Consumer<Ending> failed;

	private final ChainLog log;

	/**
	 * Create a check.
	 * @param failed takes what speaks against the node; then nothing else comes
	 */
	NodeCheck(EthereumNode node, ChainIdentity identity, Consumer<Ending> failed, ChainLog log) {
		this.node = node;
		this.identity = identity;
		this.failed = failed;
		this.log = log;
	}

	/**
	 * Ask for the chain, whether the node is still fetching old blocks, and, to compare
	 * it with others, for its newest number: all at once, so that no answer is waited for
	 * longer than the slowest. What speaks against it is told in this order.
	 */
	void run(boolean compare, Consumer<Findings> passed) {
		CompletableFuture<@Nullable Long> chain = this.node.chainId();
		CompletableFuture<@Nullable Boolean> syncing = this.node.syncing();
		CompletableFuture<@Nullable Long> number = compare ? this.node.blockNumber() : null;
		chain(chain, (chainId) -> handle(syncing, (behind, failure) -> {
			if (failure != null && !isUnknownMethod(failure)) {
				this.failed.accept(Ending.ofCall("the node does not tell whether it is syncing", failure));
			}
			else if (number != null) {
				then(number, "the node does not tell its newest number",
						(newest) -> passed.accept(new Findings(chainId, Boolean.TRUE.equals(behind), newest)));
			}
			else {
				passed.accept(new Findings(chainId, Boolean.TRUE.equals(behind), null));
			}
		}));
	}

	/**
	 * Ask for the chain and the newest head only, and for what that stands on: a number
	 * that does not link says nothing.
	 */
	void compare(Consumer<Findings> passed) {
		chain(this.node.chainId(), (chainId) -> then(this.node.latestHead(), "the node does not tell its newest head",
				(head) -> compare(chainId, head, passed)));
	}

	private void compare(long chainId, Head head, Consumer<Findings> passed) {
		handle(this.node.headByHash(head.parentHash()),
				(parent, failure) -> passed.accept(new Findings(chainId, false, linked(head, parent))));
	}

	private static @Nullable Long linked(Head head, @Nullable Head parent) {
		boolean links = head.number() == 0 || (parent != null && head.isChildOf(parent.ref()));
		return links ? Long.valueOf(head.number()) : null;
	}

	/** Ask the node to announce its heads. */
	void subscribe(Runnable agreed) {
		handle(this.node.subscribeNewHeads(), (id, failure) -> {
			if (id == null) {
				this.failed.accept(notSubscribed(failure));
			}
			else {
				agreed.run();
			}
		});
	}

	private static Ending notSubscribed(@Nullable Throwable failure) {
		Ending ending = Ending.ofCall("the node does not announce its heads", failure);
		if (failure instanceof JsonRpcException error && (error.code() == METHOD_NOT_FOUND
				|| String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT).contains(NOT_SUPPORTED))) {
			return new Ending(ConnectionEnd.NO_SUBSCRIPTIONS,
					ending.text() + "; it may be an endpoint for HTTP: ask its provider for the one for WebSocket");
		}
		return ending;
	}

	private void chain(CompletableFuture<@Nullable Long> answer, Consumer<Long> next) {
		then(answer, "the node does not tell its chain", (chainId) -> {
			if (this.identity.isOther(chainId)) {
				this.failed.accept(this.identity.refusal(chainId));
			}
			else {
				next.accept(chainId);
			}
		});
	}

	/** Some providers do not know the method: they hide the nodes that are behind. */
	private static boolean isUnknownMethod(Throwable failure) {
		return failure instanceof JsonRpcException error && error.outcome() == CallOutcome.ERROR
				&& !error.isRateLimit();
	}

	private <T> void then(CompletableFuture<@Nullable T> answer, String otherwise, Consumer<T> next) {
		handle(answer, (value, failure) -> {
			if (value == null) {
				this.failed.accept(Ending.ofCall(otherwise, failure));
			}
			else {
				next.accept(value);
			}
		});
	}

	/** What fails in a future would otherwise be known to nobody. */
	private <T> void handle(CompletableFuture<@Nullable T> answer, Handler<T> handler) {
		answer.whenComplete((value, failure) -> {
			try {
				handler.handle(value, failure);
			}
			// An error, too. The end comes first: the log may fail where there is no
			// memory.
			catch (Throwable ex) {
				this.failed.accept(new Ending(ConnectionEnd.DEFECT, "an answer could not be handled"));
				this.log.error("answer", "An answer could not be handled, which is a defect", ex);
			}
		});
	}

	/**
	 * What a node answered before it is followed.
	 *
	 * @param syncing whether it is behind by its own account
	 * @param number the number of its newest block, or {@code null} if it was not asked
	 */
	record Findings(long chainId, boolean syncing, @Nullable Long number) {
	}

	/** Takes an answer or why there is none. */
	private interface Handler<T> {

		void handle(@Nullable T value, @Nullable Throwable failure);

	}

}
