package io.headwater.node;

import java.util.concurrent.CompletableFuture;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.jsonrpc.JsonRpcException;
import io.headwater.jsonrpc.ResultReader;
import io.headwater.jsonrpc.Subscription;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What a stream asks a node. Answers complete on the threads of the client; a
 * {@code null} head means that the node does not have the block.
 */
public final class EthereumNode {

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
	 * Forget what was learned of the node, since another one is asked from now on.
	 */
	public void otherNode() {
		this.headerMethods = HeaderMethods.UNTRIED;
	}

	/**
	 * Ask for the chain ({@code eth_chainId}, EIP-695).
	 * @return the chain id
	 */
	public CompletableFuture<@Nullable Long> chainId() {
		return this.client.call("eth_chainId", Quantities::read);
	}

	/**
	 * Ask whether the node still fetches old blocks ({@code eth_syncing}): it answers an
	 * object then, and {@code false} otherwise.
	 * @return whether the node is behind its chain by its own account
	 */
	public CompletableFuture<@Nullable Boolean> syncing() {
		return this.client.call("eth_syncing", EthereumNode::isObject);
	}

	private static Boolean isObject(JsonParser parser) {
		boolean object = parser.currentToken() == JsonToken.START_OBJECT;
		parser.skipChildren();
		return object;
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
			if (failure != null && lacksMethod(failure)) {
				block(by, block).whenComplete((other, otherFailure) -> complete(answer, other, otherFailure));
				return;
			}
			this.headerMethods = (head != null) ? HeaderMethods.SERVED : this.headerMethods;
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

	/** Nodes answer an unknown method with any code, or never; a served one is known. */
	private boolean lacksMethod(Throwable failure) {
		boolean saysNothing = !(failure instanceof JsonRpcException error)
				|| error.outcome() == CallOutcome.DISCONNECTED || error.outcome() == CallOutcome.REJECTED
				|| error.isRateLimit();
		if (saysNothing || this.headerMethods == HeaderMethods.SERVED) {
			return false;
		}
		this.headerMethods = HeaderMethods.ABSENT;
		return true;
	}

	/**
	 * What is known of the methods that serve a header without its block.
	 */
	private enum HeaderMethods {

		UNTRIED, SERVED, ABSENT

	}

}
