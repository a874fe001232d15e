package io.headwater.test;

import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The methods that a node knows by itself, answered from the chain.
 */
final class EthereumMethods {

	private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	private final SimulatedChain chain;

	private final Subscriptions subscriptions;

	private volatile boolean serveHeaders;

	private volatile long highestBlock;

	EthereumMethods(SimulatedChain chain, Subscriptions subscriptions) {
		this.chain = chain;
		this.subscriptions = subscriptions;
	}

	void setServeHeaders(boolean serveHeaders) {
		this.serveHeaders = serveHeaders;
	}

	void setHighestBlock(long highestBlock) {
		this.highestBlock = highestBlock;
	}

	/**
	 * Answer one call.
	 * @param method the name of the method
	 * @param params an array, or a missing node if there were none
	 * @param connection where the call came from
	 * @return the result, or {@code null} if it is JSON's {@code null}
	 * @throws JsonRpcException if the answer is an error
	 */
	@Nullable JsonNode call(String method, JsonNode params, NodeConnection connection) {
		return switch (method) {
			case "eth_chainId" -> quantity(this.chain.chainId());
			case "eth_blockNumber" -> quantity(this.chain.head().number());
			case "eth_getBlockByNumber" -> render(byNumber(params), BlockJson::block);
			case "eth_getBlockByHash" -> render(byHash(params), BlockJson::block);
			case "eth_getHeaderByNumber", "eth_getHeaderByHash" -> header(method, params);
			case "eth_subscribe" -> subscribe(params, connection);
			case "eth_unsubscribe" -> unsubscribe(params, connection);
			case "eth_syncing" -> syncing();
			case "net_version" -> JSON.stringNode(Long.toString(this.chain.chainId()));
			case "web3_clientVersion" -> JSON.stringNode("SimulatedNode/v1.0.0/java");
			default -> throw unknown(method);
		};
	}

	private @Nullable JsonNode header(String method, JsonNode params) {
		if (!this.serveHeaders) {
			throw unknown(method);
		}
		boolean byHash = method.equals("eth_getHeaderByHash");
		return render(byHash ? byHash(params) : byNumber(params), BlockJson::header);
	}

	private @Nullable SimulatedBlock byNumber(JsonNode params) {
		String block = text(params, 0);
		return switch (block) {
			case "latest", "pending" -> this.chain.head();
			case "safe" -> this.chain.safe();
			case "finalized" -> this.chain.finalized();
			case "earliest" -> this.chain.blockByNumber(0);
			default -> this.chain.blockByNumber(number(block));
		};
	}

	private @Nullable SimulatedBlock byHash(JsonNode params) {
		String hash = text(params, 0);
		if (!hash.matches("0x[0-9a-fA-F]{64}")) {
			throw new JsonRpcException(JsonRpcException.INVALID_PARAMS, "invalid argument 0: not a 32-byte hash");
		}
		return this.chain.blockByHash(hash.toLowerCase(Locale.ROOT));
	}

	private JsonNode syncing() {
		long current = this.chain.head().number();
		long highest = this.highestBlock;
		if (current >= highest) {
			return JSON.booleanNode(false);
		}
		return JSON.objectNode()
			.put("startingBlock", BlockJson.quantity(0))
			.put("currentBlock", BlockJson.quantity(current))
			.put("highestBlock", BlockJson.quantity(highest));
	}

	private JsonNode subscribe(JsonNode params, NodeConnection connection) {
		String kind = text(params, 0);
		if (!kind.equals("newHeads")) {
			throw new JsonRpcException(JsonRpcException.METHOD_NOT_FOUND,
					"no \"" + kind + "\" subscription in eth namespace");
		}
		return JSON.stringNode(this.subscriptions.open(connection));
	}

	private JsonNode unsubscribe(JsonNode params, NodeConnection connection) {
		if (!this.subscriptions.close(text(params, 0), connection)) {
			throw new JsonRpcException(JsonRpcException.SERVER_ERROR, "subscription not found");
		}
		return JSON.booleanNode(true);
	}

	private static @Nullable JsonNode render(@Nullable SimulatedBlock block, Function<SimulatedBlock, JsonNode> form) {
		return (block != null) ? form.apply(block) : null;
	}

	private static JsonNode quantity(long value) {
		return JSON.stringNode(BlockJson.quantity(value));
	}

	private static String text(JsonNode params, int index) {
		JsonNode param = params.path(index);
		if (!param.isString()) {
			throw new JsonRpcException(JsonRpcException.INVALID_PARAMS, "missing value for argument " + index);
		}
		return param.stringValue();
	}

	private static long number(String text) {
		if (!text.matches("0x(0|[1-9a-fA-F][0-9a-fA-F]{0,14})")) {
			throw new JsonRpcException(JsonRpcException.INVALID_PARAMS, "invalid argument 0: not a block number");
		}
		return Long.parseLong(text.substring(2), 16);
	}

	private static JsonRpcException unknown(String method) {
		return new JsonRpcException(JsonRpcException.METHOD_NOT_FOUND,
				"the method " + method + " does not exist/is not available");
	}

}
