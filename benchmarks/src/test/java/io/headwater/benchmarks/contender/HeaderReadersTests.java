package io.headwater.benchmarks.contender;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class HeaderReadersTests {

	private static final String[] TEXTS = { "hash", "parentHash", "sha3Uncles", "miner", "stateRoot",
			"transactionsRoot", "receiptsRoot", "logsBloom", "extraData", "mixHash", "nonce", "withdrawalsRoot",
			"parentBeaconBlockRoot", "requestsHash" };

	private static final String[] NUMBERS = { "number", "timestamp", "gasLimit", "gasUsed", "difficulty",
			"baseFeePerGas", "blobGasUsed", "excessBlobGas" };

	private final JsonMapper json = new JsonMapper();

	@Test
	void readTheSameFromStreamAndTree() {
		ObjectNode head = head();
		BlockHeader fromTree = HeaderTree.read(head);
		ObjectNode message = this.json.createObjectNode().put("jsonrpc", "2.0");
		message.putObject("params").put("subscription", "0x1").set("result", head);
		byte[] bytes = (" " + message).getBytes(StandardCharsets.UTF_8);
		assertThat(new HeaderStream().read(bytes, 1, bytes.length - 1)).isEqualTo(fromTree);
		assertThat(fromTree.hash()).isEqualTo("text of hash");
		assertThat(fromTree.number()).isEqualTo(0x10);
		assertThat(fromTree.baseFeePerGas()).isEqualTo(BigInteger.valueOf(0x15));
	}

	@Test
	void passOverWhatIsNoAnnouncement() {
		byte[] reply = "{\"id\":1,\"result\":{\"a\":[1]}}".getBytes(StandardCharsets.UTF_8);
		assertThat(new HeaderStream().read(reply, 0, reply.length)).isNull();
	}

	private ObjectNode head() {
		ObjectNode head = this.json.createObjectNode();
		for (String text : TEXTS) {
			head.put(text, "text of " + text);
		}
		for (int i = 0; i < NUMBERS.length; i++) {
			head.put(NUMBERS[i], "0x1" + i);
		}
		return head;
	}

}
