package io.headwater.ethereum;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.headwater.Head;
import io.headwater.jsonrpc.FakeConnection;
import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.jsonrpc.JsonRpcObserver;
import io.headwater.jsonrpc.JsonRpcSettings;
import io.headwater.jsonrpc.PayloadForm;
import io.headwater.testing.VirtualScheduler;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a node calls a header is read as a head if it has what a head needs, and is
 * refused otherwise, as a reader of trees finds that knows nothing of ours. The normal
 * build reads the seeds.
 */
class HeadFuzzTests {

	private static final String HASH = "0x[0-9a-fA-F]{64}";

	private static final String QUANTITY = "0x(?=[0-9a-fA-F]{1,64}$)0*([0-9a-fA-F]{1,15}|[1-7][0-9a-fA-F]{15})";

	/** The limits of the client, one level less deep. */
	private final JsonMapper trees = JsonMapper.builder(JsonFactory.builder()
		.streamReadConstraints(
				StreamReadConstraints.builder().maxNestingDepth(31).maxNameLength(1024).maxNumberLength(100).build())
		.disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
		.build())
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final JsonMapper json = new JsonMapper();

	@FuzzTest(maxDuration = "10m")
	@DictionaryEntries({ "\"number\":", "\"hash\":", "\"parentHash\":", "\"timestamp\":", "\"miner\":",
			"\"logsBloom\":", "\"difficulty\":", "\"totalDifficulty\":", "\"gasLimit\":", "\"extraData\":",
			"\"nonce\":", "\"size\":", "\"baseFeePerGas\":", "\"transactions\":[", "\"uncles\":", "\"withdrawals\":",
			"\"0x0\"", "0x", "0X", "null", "1e400", "\\ud800", "\\u0000", "\"0x7fffffffffffffff\"", "\"0x007\"" })
	void readsAnyHead(byte[] bytes) {
		String header = new String(bytes, StandardCharsets.UTF_8);
		CompletableFuture<Head> answer = receive(header);
		JsonNode tree = tree(header);
		Head scanned = new HeadReader().readUsual(bytes, 0, bytes.length);
		if (scanned != null) {
			assertThat(answer).isCompletedWithValue(scanned);
		}
		if (tree == null) {
			return;
		}
		assertThat(answer).isDone();
		boolean acceptable = has(tree, "number", QUANTITY) && has(tree, "hash", HASH) && has(tree, "parentHash", HASH)
				&& has(tree, "timestamp", QUANTITY) && isHashOfItsOwn(tree);
		assertThat(answer.isCompletedExceptionally()).isEqualTo(!acceptable);
		if (acceptable) {
			assertSame(answer.join(), tree);
		}
	}

	/** No block has a hash of zeros, and none is its own parent. */
	private static boolean isHashOfItsOwn(JsonNode tree) {
		String hash = tree.get("hash").stringValue();
		return !hash.matches("0x0+") && !hash.equalsIgnoreCase(tree.get("parentHash").stringValue());
	}

	private void assertSame(Head head, JsonNode tree) {
		assertThat(head.number()).isEqualTo(value(tree, "number"));
		assertThat(head.hash().toString()).isEqualToIgnoringCase(tree.get("hash").stringValue());
		assertThat(head.parentHash().toString()).isEqualToIgnoringCase(tree.get("parentHash").stringValue());
		assertThat(head.timestamp()).isEqualTo(value(tree, "timestamp"));
		// An application may store whatever it is given.
		assertThat(this.json.readValue(this.json.writeValueAsBytes(head), Head.class)).isEqualTo(head);
	}

	private static CompletableFuture<Head> receive(String header) {
		JsonRpcClient client = new JsonRpcClient(new FakeConnection(),
				new JsonRpcSettings(Duration.ofSeconds(10), 4, 4), new VirtualScheduler(), JsonRpcObserver.NONE, 1);
		CompletableFuture<Head> answer = client.call("eth_getHeaderByNumber", new HeadReader());
		client.received(PayloadForm.ALONE.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + header + "}"), 1);
		return answer;
	}

	private @Nullable JsonNode tree(String header) {
		try {
			JsonNode tree = this.trees.readTree(header.getBytes(StandardCharsets.UTF_8));
			return tree.isObject() ? tree : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static long value(JsonNode tree, String quantity) {
		return new BigInteger(tree.get(quantity).stringValue().substring(2), 16).longValueExact();
	}

	private static boolean has(JsonNode tree, String name, String grammar) {
		return tree.path(name).isString() && tree.get(name).stringValue().matches(grammar);
	}

}
