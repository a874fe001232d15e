package io.headwater.benchmarks.feed;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Answers what clients ask a node for when they connect and follow its chain.
 */
final class NodeAnswers {

	private static final long SAFE_DISTANCE = 32;

	private static final long FINALIZED_DISTANCE = 64;

	private final LongSupplier latest;

	/**
	 * Create answers.
	 * @param latest the number of the newest block
	 */
	NodeAnswers(LongSupplier latest) {
		this.latest = latest;
	}

	String answer(Object request) {
		if (request instanceof List<?> batch) {
			return batch.stream().map(this::answer).collect(Collectors.joining(",", "[", "]"));
		}
		Map<?, ?> call = (Map<?, ?>) request;
		Object id = call.get("id");
		String result = result(String.valueOf(call.get("method")),
				(call.get("params") instanceof List<?> params) ? params : List.of());
		return "{\"jsonrpc\":\"2.0\",\"id\":" + ((id instanceof String text) ? quoted(text) : id) + ","
				+ ((result != null) ? "\"result\":" + result
						: "\"error\":{\"code\":-32601,\"message\":\"the method does not exist\"}")
				+ "}";
	}

	private @Nullable String result(String method, List<?> params) {
		return switch (method) {
			case "eth_chainId" -> quantity(FeedChain.CHAIN_ID);
			case "net_version" -> quoted(Long.toString(FeedChain.CHAIN_ID));
			case "web3_clientVersion" -> quoted("feed");
			case "eth_syncing" -> "false";
			case "eth_blockNumber" -> quantity(this.latest.getAsLong());
			case "eth_subscribe" -> isNewHeads(params) ? quoted(Announcements.SUBSCRIPTION) : null;
			case "eth_unsubscribe" -> "true";
			case "eth_getHeaderByNumber" -> head(number(params));
			case "eth_getBlockByNumber" -> block(head(number(params)));
			case "eth_getHeaderByHash" -> head(FeedChain.numberOf(String.valueOf(params.get(0))));
			case "eth_getBlockByHash" -> block(head(FeedChain.numberOf(String.valueOf(params.get(0)))));
			default -> null;
		};
	}

	static boolean subscribes(Object request) {
		return request instanceof Map<?, ?> call && "eth_subscribe".equals(call.get("method"))
				&& call.get("params") instanceof List<?> params && isNewHeads(params);
	}

	private static boolean isNewHeads(List<?> params) {
		return !params.isEmpty() && "newHeads".equals(params.get(0));
	}

	private long number(List<?> params) {
		String block = String.valueOf(params.get(0));
		return switch (block) {
			case "latest", "pending" -> this.latest.getAsLong();
			case "safe" -> this.latest.getAsLong() - SAFE_DISTANCE;
			case "finalized" -> this.latest.getAsLong() - FINALIZED_DISTANCE;
			case "earliest" -> FeedChain.FIRST;
			default -> Long.decode(block);
		};
	}

	private String head(long number) {
		return (number >= FeedChain.FIRST && number <= this.latest.getAsLong()) ? HeadText.of(number) : "null";
	}

	private static String block(String head) {
		return head.equals("null") ? head : head.substring(0, head.length() - 1)
				+ ",\"size\":\"0x2b3c4\",\"transactions\":[],\"uncles\":[],\"withdrawals\":[]}";
	}

	private static String quantity(long value) {
		return quoted("0x" + Long.toHexString(value));
	}

	private static String quoted(String text) {
		return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

}
