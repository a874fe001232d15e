package io.headwater.test;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MessageFaults}.
 */
@Timeout(60)
class MessageFaultsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String REPLY = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x539\"}";

	@AutoClose
	private final ChaosNode chaos = ChaosNode.serving(new SimulatedChain(1337));

	private final JsonMapper json = new JsonMapper();

	@Test
	void announcesBeforeTheSubscribeReply() {
		SimulatedBlock block = this.chaos.node().chain().head();
		this.chaos.once(Moment.replyTo("eth_subscribe"), MessageFaults.announcement(block.toJson()).then(Faults.due()));
		TestClient client = TestClient.connect(this.chaos.url());
		client.request("eth_subscribe", "[\"newHeads\"]");
		JsonNode first = client.nextJson();
		String id = client.nextJson().get("result").stringValue();
		assertThat(first.at("/params/subscription").stringValue()).isEqualTo(id);
		assertThat(first.at("/params/result/hash").stringValue()).isEqualTo(block.hash());
	}

	@Test
	void announcesToStrangers() throws IOException {
		assertThat(reply(MessageFaults.strayAnnouncement("0x9", "17"))).isEqualTo(
				"{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"0x9\",\"result\":17}}");
	}

	@Test
	void changesTheReply() throws IOException {
		assertThat(reply(MessageFaults.withId("null"))).isEqualTo(REPLY.replace("1,", "null,"));
		assertThat(reply(MessageFaults.withId("\"$1\""))).isEqualTo(REPLY.replace("1,", "\"$1\","));
		assertThat(reply(MessageFaults.withQuotedId())).isEqualTo(REPLY.replace("1,", "\"1\","));
		assertThat(reply(MessageFaults.withDecimalId())).isEqualTo(REPLY.replace("1,", "1.0,"));
		assertThat(reply(MessageFaults.withLeadingZeros("result"))).isEqualTo(REPLY.replace("0x539", "0x00539"));
		assertThat(reply(MessageFaults.asError(-32007, "15/s $1")))
			.isEqualTo(REPLY.replace("\"result\":\"0x539\"", "\"error\":{\"code\":-32007,\"message\":\"15/s $1\"}"));
		assertThat(reply(MessageFaults.asBatch())).isEqualTo("[" + REPLY + "]");
		assertThat(reply(MessageFaults.withByteOrderMark())).isEqualTo("\ufeff" + REPLY);
		assertThat(reply(MessageFaults.around("", " 17"))).isEqualTo(REPLY + " 17");
		assertThat(reply(MessageFaults.withMember("\"result\":null")))
			.isEqualTo(REPLY.replace("}", ",\"result\":null}"));
		assertThat(reply(MessageFaults.withField("result", "\"\\ud800\"")))
			.isEqualTo(REPLY.replace("0x539", "\\ud800"));
		assertThat(reply(MessageFaults.withoutField("result")))
			.isEqualTo(REPLY.replace("\"result\":\"0x539\"", "\"without\":null"));
	}

	@Test
	void namesASubscriptionByANumber() {
		this.chaos.always(Moment.replyTo("eth_subscribe"), MessageFaults.withNumberForSubscription())
			.always(Moment.HEAD, MessageFaults.withNumberForSubscription());
		TestClient client = TestClient.connect(this.chaos.url());
		client.request("eth_subscribe", "[\"newHeads\"]");
		JsonNode id = client.nextJson().get("result");
		assertThat(id.isNumber()).isTrue();
		this.chaos.node().awaitSubscriptions(1, TIMEOUT);
		SimulatedBlock block = this.chaos.node().mine();
		JsonNode head = client.nextJson();
		assertThat(head.at("/params/subscription")).isEqualTo(id);
		assertThat(head.at("/params/result/hash").stringValue()).isEqualTo(block.hash());
	}

	@Test
	void repliesToNobody() throws IOException {
		assertThat(reply(MessageFaults.strayError("\"1\""))).startsWith("{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"error\":");
		assertThat(reply(MessageFaults.strayReply("999")))
			.isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":999,\"result\":\"0x1\"}");
		assertThat(reply(MessageFaults.errorWithoutId())).contains("\"error\":{\"code\":-32700,")
			.doesNotContain("\"id\"");
	}

	@Test
	void changesAHead() {
		TestClient client = TestClient.connect(this.chaos.url());
		client.subscribe();
		for (String wrong : MessageFaults.wrongQuantities()) {
			this.chaos.once(Moment.HEAD, MessageFaults.withField("number", wrong));
			this.chaos.node().awaitSubscriptions(1, TIMEOUT);
			SimulatedBlock block = this.chaos.node().mine();
			String message = client.next();
			assertThat(message.contains("\"number\":" + wrong)).isTrue();
			assertThat(this.json.readTree(message).at("/params/result/hash").stringValue()).isEqualTo(block.hash());
		}
		this.chaos.once(Moment.HEAD, MessageFaults.withoutField("size"));
		this.chaos.node().mine();
		assertThat(client.nextJson().at("/params/result").has("size")).isFalse();
	}

	@Test
	void announcesDeeplyAndAtLength() {
		TestClient client = TestClient.connect(this.chaos.url());
		String id = client.subscribe();
		this.chaos.node().awaitSubscriptions(1, TIMEOUT);
		this.chaos.play(MessageFaults.deepAnnouncement(3));
		assertThat(client.next()).isEqualTo(Subscription.notification(id, "[[[]]]"));
		this.chaos.play(MessageFaults.announcement("\"" + "x".repeat(5_000_000) + "\""));
		assertThat(client.nextJson().at("/params/result").stringValue()).hasSize(5_000_000);
	}

	@Test
	void forgesHeadsThatItDoesNotServe() {
		TestClient client = TestClient.connect(this.chaos.url());
		client.subscribe();
		this.chaos.node().awaitSubscriptions(1, TIMEOUT);
		SimulatedBlock parent = this.chaos.node().chain().head();
		this.chaos.play(MessageFaults.forgedHeads(parent, 100));
		Set<String> hashes = new HashSet<>();
		for (int i = 0; i < 100; i++) {
			JsonNode head = client.nextJson().at("/params/result");
			assertThat(head.get("parentHash").stringValue()).isEqualTo(parent.hash());
			assertThat(head.get("number").stringValue()).isEqualTo("0x1");
			hashes.add(head.get("hash").stringValue());
		}
		assertThat(hashes).hasSize(100);
		assertThat(hashes).allSatisfy((hash) -> assertThat(this.chaos.node().chain().blockByHash(hash)).isNull());
	}

	@Test
	void floods() throws IOException {
		this.chaos.once(Moment.OPEN, MessageFaults.strayReply("7").times(100_000));
		try (RawClient client = RawClient.open(this.chaos.node())) {
			int length = client.readFrame().payload().length + 2;
			assertThat(client.readBytes(length * 99_999)).endsWith('}');
			client.readsNothing();
		}
	}

	private String reply(Fault fault) throws IOException {
		this.chaos.once(Moment.REPLY, fault);
		try (RawClient client = RawClient.open(this.chaos.node())) {
			client.call("eth_chainId", "[]");
			return client.readText();
		}
	}

}
