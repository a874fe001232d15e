package io.headwater.node;

import java.util.concurrent.CompletableFuture;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.jsonrpc.ResultReader;
import io.headwater.jsonrpc.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * What a stream asks a node. Answers complete on the threads of the client; a
 * {@code null} head means that the node does not have the block.
 */
public final class EthereumNode {

	private static final ResultReader<Head> HEAD = new HeadReader();

	private final JsonRpcClient client;

	private final Subscription<Head> newHeads;

	/**
	 * Create a node.
	 * @param client speaks to the node
	 * @param handler takes the heads that the node announces
	 */
	public EthereumNode(JsonRpcClient client, Subscription.Handler<Head> handler) {
		this.client = client;
		this.newHeads = client.subscription(HEAD, handler, "newHeads");
	}

	/**
	 * Ask for the chain ({@code eth_chainId}, EIP-695).
	 * @return the chain id
	 */
	public CompletableFuture<@Nullable Long> chainId() {
		return this.client.call("eth_chainId", Quantities::read);
	}

	/**
	 * Ask the node to announce its heads.
	 * @return completes with the node's id of the subscription when it has agreed
	 */
	public CompletableFuture<@Nullable String> subscribeNewHeads() {
		return this.client.subscribe(this.newHeads);
	}

	/**
	 * Ask for the newest head.
	 * @return the head of the chain as the node sees it
	 */
	public CompletableFuture<@Nullable Head> latestHead() {
		return headByTag("latest");
	}

	/**
	 * Ask for the head of a number on the canonical chain.
	 * @param number the block's number
	 * @return the head, or {@code null} if the node has none
	 */
	public CompletableFuture<@Nullable Head> headByNumber(long number) {
		return headByTag(Quantities.of(number));
	}

	/**
	 * Ask for the head with a hash, canonical or not.
	 * @param hash the block's hash
	 * @return the head, or {@code null} if the node does not have it
	 */
	public CompletableFuture<@Nullable Head> headByHash(Hash hash) {
		return this.client.call("eth_getBlockByHash", HEAD, hash, false);
	}

	private CompletableFuture<@Nullable Head> headByTag(String tag) {
		return this.client.call("eth_getBlockByNumber", HEAD, tag, false);
	}

}
