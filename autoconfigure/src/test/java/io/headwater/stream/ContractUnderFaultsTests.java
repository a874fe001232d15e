package io.headwater.stream;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.headwater.BlockRef;
import io.headwater.HeadOrigin;
import io.headwater.NewHeadEvent;
import io.headwater.RecordedEvents;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.test.ChaosNode;
import io.headwater.test.Fault;
import io.headwater.test.Faults;
import io.headwater.test.FrameFaults;
import io.headwater.test.HandshakeFaults;
import io.headwater.test.MessageFaults;
import io.headwater.test.Moment;
import io.headwater.test.ReceivedRequest;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedChain;
import io.headwater.test.walk.WalkChecker;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a node does wrong between two heads, the application receives every head once
 * and in order, through each WebSocket client.
 */
class ContractUnderFaultsTests {

	@AutoClose
	private final ChaosNode node = ChaosNode.serving(new SimulatedChain(1337));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(RecordedEvents.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=" + this.node.url(),
				"headwater.defaults.catch-up.max-requests-per-second=0",
				"headwater.defaults.reconnect.initial-delay=10ms", "headwater.defaults.reconnect.max-delay=50ms",
				"headwater.defaults.reconnect.refused-delay=100ms", "headwater.defaults.connect-timeout=1s",
				"headwater.defaults.request-timeout=1s", "headwater.defaults.keep-alive.interval=500ms",
				"headwater.defaults.keep-alive.timeout=500ms", "headwater.defaults.partial-message-timeout=500ms",
				"headwater.defaults.max-message-size=64KB");

	@ParameterizedTest
	@FailureMode({ 17, 18, 29, 34, 35, 37 })
	@MethodSource("handshakes")
	void missesNothingWhereAHandshakeFails(Fault fault) {
		assertContractHolds(() -> {
			this.node.once(Moment.HANDSHAKE, fault);
			this.node.node().dropConnections();
		});
	}

	static Stream<Named<Fault>> handshakes() {
		return Stream.of(Named.of("401", HandshakeFaults.status(401)),
				Named.of("401 with a challenge", HandshakeFaults.status(401, "WWW-Authenticate: Basic realm=\"node\"")),
				Named.of("403", HandshakeFaults.status(403)), Named.of("404", HandshakeFaults.status(404)),
				Named.of("429", HandshakeFaults.status(429)), Named.of("503", HandshakeFaults.status(503)),
				Named.of("a redirect", HandshakeFaults.redirect(URI.create("ws://127.0.0.1:1/elsewhere"))),
				Named.of("no HTTP", HandshakeFaults.statusLine("SSH-2.0-OpenSSH_9.2")),
				Named.of("no accept key", HandshakeFaults.withoutAccept()),
				Named.of("a wrong accept key", HandshakeFaults.wrongAccept()),
				Named.of("no upgrade", HandshakeFaults.withoutUpgrade()),
				Named.of("compression", HandshakeFaults.withHeader("Sec-WebSocket-Extensions: permessage-deflate")),
				Named.of("a sub-protocol", HandshakeFaults.withHeader("Sec-WebSocket-Protocol: other")),
				Named.of("silence", Faults.hang()), Named.of("a drip", Faults.drip(Duration.ofMillis(500))),
				Named.of("an end", Faults.firstBytes(10).then(Faults.end())),
				Named.of("a reset", Faults.firstBytes(10).then(Faults.reset())));
	}

	@ParameterizedTest
	@FailureMode({ 4, 12, 29, 30, 34, 35 })
	@MethodSource("frames")
	void missesNothingWhereAFrameIsBroken(Fault fault) {
		assertContractHolds(() -> this.node.once(Moment.HEAD, fault));
	}

	static Stream<Named<Fault>> frames() {
		return Stream.of(Named.of("cut", Faults.firstBytes(100).then(Faults.end())),
				Named.of("reset", Faults.firstBytes(3).then(Faults.reset())), Named.of("silence", Faults.hang()),
				Named.of("dripped", Faults.drip(Duration.ofMillis(20))),
				Named.of("in fragments", FrameFaults.fragmented(7)),
				Named.of("endless fragments", FrameFaults.endlessFragments("x".repeat(1000))),
				Named.of("an endless frame", FrameFaults.endlessFrame()),
				Named.of("a length that lies", FrameFaults.lyingLength(Long.MAX_VALUE, 2)),
				Named.of("masked", FrameFaults.masked()), Named.of("a reserved bit", FrameFaults.dueAs(0xC1)),
				Named.of("a reserved opcode", FrameFaults.dueAs(0x83)), Named.of("binary", FrameFaults.dueAs(0x82)),
				Named.of("no UTF-8", FrameFaults.brokenUtf8()), Named.of("a deflate bomb", FrameFaults.deflateBomb(1)),
				Named.of("too long", Faults.text("[\"" + "x".repeat(70_000) + "\"]")),
				Named.of("closed", FrameFaults.close(1013, "try again later")),
				Named.of("closed with a code that is none", FrameFaults.close(999, "")),
				Named.of("an oversized ping", FrameFaults.ping(126)));
	}

	@ParameterizedTest
	@FailureMode({ 19, 26, 31, 32, 33 })
	@MethodSource("messages")
	void missesNothingWhereAMessageIsWrong(Fault fault) {
		assertContractHolds(() -> this.node.once(Moment.HEAD, fault));
	}

	static Stream<Named<Fault>> messages() {
		return Stream.concat(
				MessageFaults.wrongQuantities()
					.stream()
					.map((number) -> Named.of("number " + number.substring(0, Math.min(20, number.length())),
							MessageFaults.withField("number", number))),
				Stream.of(Named.of("no hash", MessageFaults.withoutField("hash")),
						Named.of("no parent hash", MessageFaults.withoutField("parentHash")),
						Named.of("nothing but the required", MessageFaults.withoutField("size")),
						Named.of("null", MessageFaults.announcement("null")),
						Named.of("a stranger's", MessageFaults.strayAnnouncement("0xdead", "{}")),
						Named.of("an answer to nobody", MessageFaults.strayReply("424242").then(Faults.due())),
						Named.of("an error without id", MessageFaults.errorWithoutId().then(Faults.due())),
						Named.of("a batch", MessageFaults.asBatch()),
						Named.of("a byte order mark", MessageFaults.withByteOrderMark()),
						Named.of("garbage behind", MessageFaults.around("", " garbage")),
						Named.of("too deep", MessageFaults.deepAnnouncement(1000)),
						Named.of("twice", Faults.due().then(Faults.due()))));
	}

	/**
	 * They come as announced, over the one connection, and nothing is asked for twice.
	 */
	@ParameterizedTest
	@FailureMode(49)
	@MethodSource("forms")
	void followsANodeThatWritesInAnotherForm(List<Moment> moments, Fault form) {
		moments.forEach((moment) -> this.node.always(moment, form));
		this.runner.run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			for (int i = 1; i <= 3; i++) {
				this.node.node().mine();
				events.awaitHead(i);
			}
			this.node.node().reorg(2);
			events.awaitTip(this.node.node().chain().head().hash());
			assertThat(events.numbers()).containsExactly(0L, 1L, 2L, 3L, 2L, 3L);
			assertThat(events.of(NewHeadEvent.class)).filteredOn((event) -> event.origin() == HeadOrigin.LIVE)
				.extracting((event) -> event.head().number())
				.startsWith(1L, 2L, 3L);
			assertThat(this.node.node().handshakes()).hasSize(1);
		});
	}

	static Stream<Arguments> forms() {
		Moment replies = Moment.REPLY;
		Moment heads = Moment.HEAD;
		return Stream.of(
				form("numbers for subscriptions", MessageFaults.withNumberForSubscription(),
						Moment.replyTo("eth_subscribe"), heads),
				form("zeros before a number", MessageFaults.withLeadingZeros("number"), replies, heads),
				form("zeros before a timestamp", MessageFaults.withLeadingZeros("timestamp"), replies, heads),
				form("zeros before the chain id", MessageFaults.withLeadingZeros("result"),
						Moment.replyTo("eth_chainId")),
				form("a number for the chain id", MessageFaults.withField("result", "1337"),
						Moment.replyTo("eth_chainId")),
				form("ids as text", MessageFaults.withQuotedId(), replies),
				form("ids with a fraction", MessageFaults.withDecimalId(), replies),
				form("errors that nobody asked for", MessageFaults.strayError("1").then(Faults.due()), replies),
				form("the same as text", MessageFaults.strayError("\"1\"").then(Faults.due()), replies),
				form("two texts in a frame", MessageFaults.around("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1}", ""),
						replies, heads),
				form("two texts in two lines",
						MessageFaults.around("", "\n{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1}\n"), replies, heads));
	}

	private static Arguments form(String name, Fault form, Moment... moments) {
		return Arguments.of(List.of(moments), Named.of(name, form));
	}

	@ParameterizedTest
	@FailureMode({ 11, 49 })
	@CsvSource({ "-32005, limit exceeded", "-32007, 15/second request limit reached", "-32016, over rate limit",
			"-32029, Too many requests", "-32000, request rate limit exceeded", "429, compute units" })
	void keepsTheConnectionAndWhatItKnowsOfTheNodeWhereItIsTooFast(int code, String message) {
		this.node.node().serveHeaders(true);
		this.node.node().announceOnlyLast(true);
		this.runner.run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			this.node.once(Moment.replyTo("eth_getHeaderByHash"), MessageFaults.asError(code, message));
			this.node.node().mine(5);
			events.awaitTip(this.node.node().chain().head().hash());
			assertThat(events.numbers()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
			assertThat(this.node.node().handshakes()).hasSize(1);
			assertThat(this.node.node().requests()).extracting(ReceivedRequest::method)
				.contains("eth_getHeaderByHash")
				.doesNotContain("eth_getBlockByHash");
		});
	}

	@ParameterizedTest
	@FailureMode({ 7, 11, 26, 33 })
	@MethodSource("replies")
	void missesNothingWhereAReplyIsWrong(Moment moment, Fault fault) {
		assertContractHolds(() -> {
			this.node.once(moment, fault);
			this.node.node().dropConnections();
		});
	}

	static Stream<Arguments> replies() {
		List<Moment> moments = List.of(Moment.replyTo("eth_chainId"), Moment.replyTo("eth_subscribe"),
				Moment.replyTo("eth_getBlockByNumber"));
		List<Named<Fault>> faults = List.of(Named.of("an id in quotes", MessageFaults.withQuotedId()),
				Named.of("no id", MessageFaults.withId("null")), Named.of("a batch", MessageFaults.asBatch()),
				Named.of("no reply", Faults.nothing()), Named.of("no JSON", Faults.text("<html>")),
				Named.of("a head before it",
						MessageFaults.strayAnnouncement("0x1", "{\"number\":\"0x1\"}").then(Faults.due())),
				Named.of("an id with a fraction", MessageFaults.withDecimalId()),
				Named.of("two texts in a frame", MessageFaults.around("", "\n{\"id\":1,\"result\":1}")),
				Named.of("an error that nobody asked for", MessageFaults.strayError("1").then(Faults.due())),
				Named.of("a rate limit in words", MessageFaults.asError(-32000, "rate limit exceeded")),
				Named.of("a rate limit of a provider",
						MessageFaults.asError(-32007, "15/second request limit reached")),
				Named.of("too many requests", Faults.rewritten((reply) -> reply.replaceFirst("\"result\":.*",
						"\"error\":{\"code\":-32005,\"message\":\"slow down\",\"data\":{\"backoff_seconds\":0}}}"))));
		return moments.stream().flatMap((moment) -> faults.stream().map((fault) -> Arguments.of(moment, fault)));
	}

	/** As behind one address that leads to nodes of several kinds. */
	@Test
	@FailureMode(43)
	void missesNothingWhereMethodsComeAndGo() {
		this.node.node().serveHeaders(true);
		this.node.node().announceOnlyLast(true);
		this.runner.run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			for (boolean served : List.of(true, false, true, false)) {
				this.node.node().serveHeaders(served);
				this.node.node().mine(3);
				events.awaitTip(this.node.node().chain().head().hash());
				this.node.node().mine(30);
				events.awaitTip(this.node.node().chain().head().hash());
			}
			assertThat(events.heads()).hasSize(4 * 33 + 1);
		});
	}

	private void assertContractHolds(Runnable fault) {
		this.runner.run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			this.node.node().mine(3);
			events.awaitHead(3);
			fault.run();
			for (int i = 0; i < 3; i++) {
				this.node.node().mine();
			}
			this.node.node().reorg(1);
			events.awaitTip(this.node.node().chain().head().hash());
			WalkChecker checker = new WalkChecker(0);
			events.walk().forEach(checker::accept);
			assertThat(checker.stack()).extracting(BlockRef::hash).extracting(Object::toString).isEqualTo(canonical());
		});
	}

	private List<String> canonical() {
		return this.node.node().chain().canonical().stream().map(SimulatedBlock::hash).toList();
	}

}
