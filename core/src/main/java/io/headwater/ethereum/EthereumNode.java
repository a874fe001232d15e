package io.headwater.ethereum;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.jsonrpc.JsonRpcException;
import io.headwater.jsonrpc.MalformedResultException;
import io.headwater.jsonrpc.ResultReader;
import io.headwater.jsonrpc.Subscription;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What a stream asks a node over one connection. What it learns of the node ends with the
 * connection: behind one address, each connection may lead to another node. Answers
 * complete on the threads of the client; a {@code null} head means that the node does not
 * have the block.
 */
public final class EthereumNode {

	/** JSON-RPC 2.0: the method does not exist. */
	private static final int METHOD_NOT_FOUND = -32601;

	/** EIP-1474: the resource was not found. */
	private static final int NOT_FOUND = -32001;

	/** EIP-4444: the history was pruned. */
	private static final int PRUNED = 4444;

	private final ResultReader<Head> heads = new HeadReader();

	private final JsonRpcClient client;

	private final Subscription<Head> newHeads;

	private volatile HeaderMethods headerMethods = HeaderMethods.UNTRIED;

	/**
	 * Create a node.
	 * @param client speaks to the node
	 * @param handler takes the heads that the node announces
	 */
	public EthereumNode(JsonRpcClient client, Subscription.Handler<Head> handler) {
		this.client = client;
		this.newHeads = client.subscription(this.heads, handler, "newHeads");
	}

	/**
	 * Ask for the chain ({@code eth_chainId}, EIP-695).
	 * @return the chain id
	 */
	public CompletableFuture<@Nullable Long> chainId() {
		return this.client.call("eth_chainId", Quantities::read);
	}

	/**
	 * Ask whether the node still fetches old blocks ({@code eth_syncing}). It answers an
	 * object then, and {@code false} otherwise; but one that has all blocks, and only
	 * indexes them, answers an object as well.
	 * @return whether the node is behind its chain by its own account
	 */
	public CompletableFuture<@Nullable Boolean> syncing() {
		return this.client.call("eth_syncing", EthereumNode::lacksBlocks);
	}

	/** Figures that are missing, or both zero, are those of a node that just began. */
	private static Boolean lacksBlocks(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return false;
		}
		long current = 0;
		long highest = Long.MAX_VALUE;
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			parser.nextToken();
			if ("currentBlock".equals(name)) {
				current = figure(parser, 0);
			}
			else if ("highestBlock".equals(name)) {
				highest = figure(parser, Long.MAX_VALUE);
			}
			else {
				parser.skipChildren();
			}
		}
		return current < highest || current == 0;
	}

	private static long figure(JsonParser parser, long otherwise) {
		try {
			Long figure = Quantities.read(parser);
			return (figure != null) ? figure : otherwise;
		}
		catch (MalformedResultException ex) {
			parser.skipChildren();
			return otherwise;
		}
	}

	/**
	 * Ask for the number of the newest block ({@code eth_blockNumber}).
	 * @return the number
	 */
	public CompletableFuture<@Nullable Long> blockNumber() {
		return this.client.call("eth_blockNumber", Quantities::read);
	}

	/**
	 * Ask the node to announce its heads. If it was asked before on this connection, it
	 * is told that the earlier subscription is no longer wanted.
	 * @return completes with the node's id of the subscription when it has agreed
	 */
	public CompletableFuture<@Nullable String> subscribeNewHeads() {
		this.client.unsubscribe(this.newHeads);
		return this.client.subscribe(this.newHeads);
	}

	/**
	 * Ask for the newest head.
	 * @return the head of the chain as the node sees it
	 */
	public CompletableFuture<@Nullable Head> latestHead() {
		return block("Number", "latest");
	}

	/**
	 * Ask for the newest block that the node calls safe.
	 * @return the block's head, or {@code null} if the node does not know one yet
	 */
	public CompletableFuture<@Nullable Head> safeHead() {
		return head("Number", "safe");
	}

	/**
	 * Ask for the newest block that the node calls finalized.
	 * @return the block's head, or {@code null} if the node does not know one yet
	 */
	public CompletableFuture<@Nullable Head> finalizedHead() {
		return head("Number", "finalized");
	}

	/**
	 * Ask for the head of a number on the canonical chain.
	 * @param number the block's number
	 * @return the head, or {@code null} if the node has none
	 */
	public CompletableFuture<@Nullable Head> headByNumber(long number) {
		return head("Number", Quantities.of(number));
	}

	/**
	 * Ask for the head with a hash, canonical or not.
	 * @param hash the block's hash
	 * @return the head, or {@code null} if the node does not have it
	 */
	public CompletableFuture<@Nullable Head> headByHash(Hash hash) {
		return head("Hash", hash.toString());
	}

	/**
	 * The header alone is shorter by the hashes of all transactions, where it is served.
	 */
	private CompletableFuture<@Nullable Head> head(String by, String block) {
		if (this.headerMethods == HeaderMethods.ABSENT) {
			return block(by, block);
		}
		CompletableFuture<@Nullable Head> answer = new CompletableFuture<>();
		this.client.call("eth_getHeaderBy" + by, this.heads, block).whenComplete((head, failure) -> {
			if (failure instanceof JsonRpcException error && mayLackMethod(error)) {
				block(by, block).whenComplete((other, otherFailure) -> {
					boolean isLacking = other != null || (otherFailure == null && !saysAbsent(error));
					this.headerMethods = isLacking ? HeaderMethods.ABSENT : this.headerMethods;
					complete(answer, other, otherFailure);
				});
				return;
			}
			if (head != null && this.headerMethods == HeaderMethods.UNTRIED) {
				this.headerMethods = HeaderMethods.SERVED;
			}
			complete(answer, head, failure);
		});
		return answer;
	}

	/** Composed futures would wrap what the call failed with. */
	private static void complete(CompletableFuture<@Nullable Head> answer, @Nullable Head head,
			@Nullable Throwable failure) {
		if (failure != null) {
			answer.completeExceptionally(failure);
		}
		else {
			answer.complete(head);
		}
	}

	private CompletableFuture<@Nullable Head> block(String by, String block) {
		return this.client.call("eth_getBlockBy" + by, this.heads, block, false);
	}

	/**
	 * Nodes answer an unknown method with any code, or never. Once it was served, an
	 * answer that is late says nothing, and a header may be absent; any other error may
	 * come from another node behind the same address, which does not know the method.
	 */
	private boolean mayLackMethod(JsonRpcException error) {
		if (error.isRateLimit()) {
			return false;
		}
		boolean wasServed = this.headerMethods == HeaderMethods.SERVED;
		return switch (error.outcome()) {
			case ERROR -> !wasServed || !saysAbsent(error);
			case TIMEOUT -> !wasServed;
			case MALFORMED -> true;
			case SUCCESS, DISCONNECTED, REJECTED -> false;
		};
	}

	/**
	 * Return whether a node says that it does not have a block: most answer {@code null},
	 * but some an error. That a method is not found says nothing of the block.
	 */
	static boolean saysAbsent(JsonRpcException error) {
		if (error.outcome() != CallOutcome.ERROR || error.code() == METHOD_NOT_FOUND) {
			return false;
		}
		String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
		boolean isNotFound = error.code() == NOT_FOUND || message.contains("not found");
		return (isNotFound && !message.contains("method")) || error.code() == PRUNED
				|| message.contains("unknown block") || message.contains("beyond head");
	}

	/**
	 * What is known of the methods that serve a header without its block.
	 */
	private enum HeaderMethods {

		UNTRIED, SERVED, ABSENT

	}

}
