package io.headwater.test;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link SimulatedNode} answers.
 */
class SimulatedNodeMethodsTests {

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337));

	private TestClient client;

	@BeforeEach
	void connect() {
		this.client = TestClient.connect(this.node.start());
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.node.close();
	}

	@Test
	void saysWhoItIs() {
		assertThat(this.client.result("eth_chainId", "[]").stringValue()).isEqualTo("0x539");
		assertThat(this.client.result("net_version", "[]").stringValue()).isEqualTo("1337");
		assertThat(this.client.result("web3_clientVersion", "[]").stringValue()).startsWith("SimulatedNode/");
		assertThat(this.client.result("eth_syncing", "[]").booleanValue()).isFalse();
	}

	@Test
	void tellsHowFarItHasSynced() {
		this.node.syncingTo(3);
		assertThat(this.client.result("eth_syncing", "[]"))
			.hasToString("{\"startingBlock\":\"0x0\",\"currentBlock\":\"0x0\",\"highestBlock\":\"0x3\"}");
		this.node.mine(3);
		assertThat(this.client.result("eth_syncing", "[]").booleanValue()).isFalse();
	}

	@Test
	void answersTheHeight() {
		this.node.mine(300);
		assertThat(this.client.result("eth_blockNumber", "[]").stringValue()).isEqualTo("0x12c");
	}

	@Test
	void answersBlocksByNumber() {
		SimulatedBlock block = this.node.mine(20).get(15);
		assertThat(this.client.result("eth_getBlockByNumber", "[\"0x10\",false]")).isEqualTo(json(block));
		assertThat(this.client.result("eth_getBlockByNumber", "[\"0x15\",false]").isNull()).isTrue();
		assertThat(this.client.result("eth_getBlockByNumber", "[\"0x7fffffffffffff\",false]").isNull()).isTrue();
	}

	@Test
	void answersBlocksByTag() {
		this.node.mine(100);
		SimulatedChain chain = this.node.chain();
		assertThat(blockByTag("latest")).isEqualTo(json(chain.head()));
		assertThat(blockByTag("pending")).isEqualTo(json(chain.head()));
		assertThat(blockByTag("safe")).isEqualTo(json(chain.safe()));
		assertThat(blockByTag("finalized")).isEqualTo(json(chain.finalized()));
		assertThat(blockByTag("earliest")).isEqualTo(json(chain.canonical().get(0)));
	}

	@Test
	void answersBlocksByHashAlsoOfAbandonedBranches() {
		SimulatedBlock abandoned = this.node.mine();
		this.node.reorg(1);
		assertThat(this.client.result("eth_getBlockByHash", "[\"" + abandoned.hash() + "\",false]"))
			.isEqualTo(json(abandoned));
		assertThat(this.client.result("eth_getBlockByHash",
				"[\"" + abandoned.hash().toUpperCase().replace('X', 'x') + "\",false]"))
			.isEqualTo(json(abandoned));
		assertThat(this.client.result("eth_getBlockByHash", "[\"0x" + "0".repeat(64) + "\",false]").isNull()).isTrue();
	}

	@Test
	void refusesMoreCallsThanItIsToTakeInASecond() {
		this.node.limitCalls(3, 429);
		long startNanos = System.nanoTime();
		long taken = 0;
		for (int i = 0; i < 20; i++) {
			JsonNode answer = this.client.call("eth_chainId", "[]");
			taken += answer.has("result") ? 1 : 0;
			assertThat(answer.has("result") || errorCode(answer) == 429).isTrue();
		}
		double seconds = (System.nanoTime() - startNanos) / 1e9;
		assertThat(taken).isBetween(3L, (long) (4 + 3 * seconds));
		assertThat(this.node.refusedCalls()).isEqualTo(20 - taken);
		this.node.limitCalls(0, 429);
		assertThat(this.client.call("eth_chainId", "[]").has("result")).isTrue();
	}

	@Test
	void refusesBadParameters() {
		assertThat(errorCode(this.client.call("eth_getBlockByNumber", "[]"))).isEqualTo(-32602);
		assertThat(errorCode(this.client.call("eth_getBlockByNumber", "[16]"))).isEqualTo(-32602);
		assertThat(errorCode(this.client.call("eth_getBlockByNumber", "[\"0x00\"]"))).isEqualTo(-32602);
		assertThat(errorCode(this.client.call("eth_getBlockByHash", "[\"0x12\"]"))).isEqualTo(-32602);
		assertThat(errorCode(this.client.call("eth_subscribe", "[\"logs\"]"))).isEqualTo(-32601);
		assertThat(errorCode(this.client.call("eth_unsubscribe", "[\"0x12\"]"))).isEqualTo(-32000);
	}

	@Test
	void knowsHeaderMethodsOnlyWhenToldTo() {
		SimulatedBlock block = this.node.mine();
		assertThat(errorCode(this.client.call("eth_getHeaderByNumber", "[\"latest\"]"))).isEqualTo(-32601);
		assertThat(errorCode(this.client.call("eth_getHeaderByHash", "[\"" + block.hash() + "\"]"))).isEqualTo(-32601);
		this.node.serveHeaders(true);
		JsonNode header = this.client.result("eth_getHeaderByNumber", "[\"latest\"]");
		assertThat(header.get("hash").stringValue()).isEqualTo(block.hash());
		assertThat(header.has("transactions")).isFalse();
		assertThat(this.client.result("eth_getHeaderByHash", "[\"" + block.hash() + "\"]")).isEqualTo(header);
	}

	@Test
	void answersUnknownMethodWithError() {
		JsonNode answer = this.client.call("eth_teapot", "[]");
		assertThat(errorCode(answer)).isEqualTo(-32601);
		assertThat(answer.get("error").get("message").stringValue()).contains("eth_teapot");
		assertThat(answer.get("id").intValue()).isEqualTo(1);
	}

	@Test
	void answersGarbageWithParseError() {
		for (String garbage : new String[] { "{\"jsonrpc\"", "", "{}{}" }) {
			this.client.send(garbage);
			JsonNode answer = this.client.nextJson();
			assertThat(errorCode(answer)).as(garbage).isEqualTo(-32700);
			assertThat(answer.get("id").isNull()).isTrue();
		}
	}

	@Test
	void answersWhatIsNoCallWithInvalidRequest() {
		for (String message : new String[] { "[]", "7", "{}", "{\"id\":1,\"method\":\"eth_chainId\"}" }) {
			this.client.send(message);
			assertThat(errorCode(this.client.nextJson())).as(message).isEqualTo(-32600);
		}
	}

	@Test
	void echoesTheIdAsItIs() {
		this.client.send("{\"jsonrpc\":\"2.0\",\"id\":\"a-1\",\"method\":\"eth_chainId\"}");
		assertThat(this.client.nextJson().get("id").stringValue()).isEqualTo("a-1");
	}

	@Test
	void answersNoCallWithoutId() {
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"eth_chainId\"}");
		assertThat(this.client.result("net_version", "[]").stringValue()).isEqualTo("1337");
		assertThat(this.node.requests()).extracting(ReceivedRequest::method)
			.containsExactly("eth_chainId", "net_version");
	}

	@Test
	void answersBatchAsArray() {
		this.client.send("""
				[{"jsonrpc":"2.0","id":1,"method":"eth_chainId"},
				 {"jsonrpc":"2.0","method":"eth_chainId"},
				 {"jsonrpc":"2.0","id":2,"method":"eth_teapot"}, 3]""");
		JsonNode answers = this.client.nextJson();
		assertThat(answers.size()).isEqualTo(3);
		assertThat(answers.get(0).get("result").stringValue()).isEqualTo("0x539");
		assertThat(errorCode(answers.get(1))).isEqualTo(-32601);
		assertThat(errorCode(answers.get(2))).isEqualTo(-32600);
	}

	@Test
	void failsNextCallsInOrderAndOnce() {
		this.node.failNext("eth_chainId", -32005, "rate limited", "{\"backoff_seconds\":3}");
		this.node.failNext("eth_chainId", -32000, "boom");
		JsonNode limited = this.client.call("eth_chainId", "[]").get("error");
		assertThat(limited.get("code").intValue()).isEqualTo(-32005);
		assertThat(limited.get("message").stringValue()).isEqualTo("rate limited");
		assertThat(limited.get("data").get("backoff_seconds").intValue()).isEqualTo(3);
		assertThat(errorCode(this.client.call("eth_chainId", "[]"))).isEqualTo(-32000);
		assertThat(this.client.result("eth_chainId", "[]").stringValue()).isEqualTo("0x539");
	}

	@Test
	void answersNullAsOftenAsTold() {
		this.node.nullNext("eth_getBlockByNumber", 2);
		assertThat(blockByTag("latest").isNull()).isTrue();
		assertThat(blockByTag("latest").isNull()).isTrue();
		assertThat(blockByTag("latest").isObject()).isTrue();
	}

	@Test
	void letsTheTestAnswer() {
		this.node.respondWith("eth_chainId", (params) -> "\"0x1\"");
		this.node.respondWith("test_echo", (params) -> "{\"asked\":" + params + "}");
		this.node.respondWith("test_null", (params) -> null);
		assertThat(this.client.result("eth_chainId", "[]").stringValue()).isEqualTo("0x1");
		assertThat(this.client.result("test_echo", "[1,2]").toString()).isEqualTo("{\"asked\":[1,2]}");
		assertThat(this.client.result("test_null", "[]").isNull()).isTrue();
		this.node.respondNormally("eth_chainId");
		assertThat(this.client.result("eth_chainId", "[]").stringValue()).isEqualTo("0x539");
	}

	@Test
	void responderMayMine() {
		this.client.subscribe();
		this.node.respondWith("test_mine", (params) -> "\"" + this.node.mine().hash() + "\"");
		this.client.request("test_mine", "[]");
		assertThat(this.client.nextHead()).isEqualTo(this.node.chain().head().hash());
		assertThat(this.client.nextJson().get("result").stringValue()).isEqualTo(this.node.chain().head().hash());
	}

	@Test
	void throwingResponderBecomesInternalError() {
		this.node.respondWith("eth_chainId", (params) -> {
			throw new IllegalStateException("out of order");
		});
		JsonNode answer = this.client.call("eth_chainId", "[]");
		assertThat(errorCode(answer)).isEqualTo(-32603);
		assertThat(answer.get("error").get("message").stringValue()).contains("out of order");
	}

	private JsonNode blockByTag(String tag) {
		return this.client.result("eth_getBlockByNumber", "[\"" + tag + "\",false]");
	}

	private JsonNode json(SimulatedBlock block) {
		return this.mapper.readTree(block.toJson());
	}

	private int errorCode(JsonNode answer) {
		return answer.get("error").get("code").intValue();
	}

}
