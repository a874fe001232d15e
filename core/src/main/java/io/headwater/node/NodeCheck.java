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
 * Asks a node who it is, how far it is, and to announce its heads, one question after
 * another.
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
	 * it with others, for its newest number.
	 */
	void run(boolean compare, Consumer<Findings> passed) {
		chain((chainId) -> handle(this.node.syncing(), (syncing, failure) -> {
			if (failure != null && !isUnknownMethod(failure)) {
				this.failed.accept(Ending.ofCall("the node does not tell whether it is syncing", failure));
				return;
			}
			boolean behind = Boolean.TRUE.equals(syncing);
			if (compare) {
				number((number) -> passed.accept(new Findings(chainId, behind, number)));
			}
			else {
				passed.accept(new Findings(chainId, behind, null));
			}
		}));
	}

	/**
	 * Ask for the chain and the newest head only, and for what that stands on: a number
	 * that does not link says nothing.
	 */
	void compare(Consumer<Findings> passed) {
		chain((chainId) -> then(this.node.latestHead(), "the node does not tell its newest head",
				(head) -> handle(this.node.headByHash(head.parentHash()),
						(parent, failure) -> passed.accept(new Findings(chainId, false, linked(head, parent))))));
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

	private void chain(Consumer<Long> next) {
		then(this.node.chainId(), "the node does not tell its chain", (chainId) -> {
			if (this.identity.isOther(chainId)) {
				this.failed.accept(this.identity.refusal(chainId));
			}
			else {
				next.accept(chainId);
			}
		});
	}

	private void number(Consumer<Long> next) {
		then(this.node.blockNumber(), "the node does not tell its newest number", next);
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
