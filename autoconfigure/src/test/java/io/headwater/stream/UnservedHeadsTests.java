package io.headwater.stream;

import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.headwater.RecordedEvents;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.node.ConnectionEnd;
import io.headwater.node.NodeStatus;
import io.headwater.test.Responder;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.FailureMode;
import io.headwater.testing.LongRound;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes of one chain, the first of which serves its newest head and no other.
 */
@LongRound
class UnservedHeadsTests {

	private static final int HEIGHT = 40;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@AutoClose
	private final SimulatedNode first = SimulatedNode.create(new SimulatedChain(1337)).start();

	@AutoClose
	private final SimulatedNode second = SimulatedNode.create(this.first.chain()).start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(RecordedEvents.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=" + this.first.url(),
				"headwater.chains.main.nodes[1].url=" + this.second.url(), "headwater.chains.main.start=0",
				"headwater.chains.main.catch-up.max-requests-per-second=0",
				"headwater.chains.main.reconnect.initial-delay=50ms");

	@ParameterizedTest
	@MethodSource("answers")
	@FailureMode(45)
	void followsTheNodeThatServesTheMissingHeads(Responder answer) {
		this.first.mine(HEIGHT);
		serveOnlyNewest(this.first, answer);
		this.runner.run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitTip(this.first.chain().head().hash());
			assertThat(events.numbers()).isEqualTo(LongStream.rangeClosed(0, HEIGHT).boxed().toList());
			HeadStream stream = context.getBean(HeadStreams.class).get("main");
			assertThat(stream.nodes()).extracting(NodeStatus::followed).containsExactly(false, true);
			assertThat(stream.nodes().get(0).lastEnd()).isEqualTo(ConnectionEnd.UNSERVED);
		});
	}

	static Stream<Named<Responder>> answers() {
		String other = new SimulatedChain(1337).mine(HEIGHT + 1).get(HEIGHT).toJson();
		return Stream.of(Named.of("null", (params) -> null), Named.of("an error", (params) -> {
			throw new IllegalStateException("missing trie node");
		}), Named.of("no header", (params) -> "{\"number\":\"0x1\"}"), Named.of("another header", (params) -> other));
	}

	@Test
	@FailureMode(45)
	void goesToAndFroBetweenNoTwoNodesOfWhichNeitherServesTheMissingHeads() {
		this.first.mine(HEIGHT);
		serveOnlyNewest(this.first, (params) -> null);
		serveOnlyNewest(this.second, (params) -> null);
		this.runner.run((context) -> {
			HeadStream stream = context.getBean(HeadStreams.class).get("main");
			Awaitility.await().atMost(PATIENCE).until(() -> stream.nodes().get(1).followed());
			this.second.awaitRequests("eth_getBlockByNumber", 16, PATIENCE);
			assertThat(stream.nodes().get(1).followed()).isTrue();
			assertThat(this.second.handshakes()).hasSize(1);
			this.second.respondNormally("eth_getBlockByNumber");
			context.getBean(RecordedEvents.class).awaitTip(this.first.chain().head().hash());
		});
	}

	private static void serveOnlyNewest(SimulatedNode node, Responder otherwise) {
		node.respondWith("eth_getBlockByHash", otherwise);
		node.respondWith("eth_getBlockByNumber",
				(params) -> params.contains("latest") ? node.chain().head().toJson() : otherwise.respond(params));
	}

}
