package io.headwater.stream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.headwater.ConnectionState;
import io.headwater.RecordedEvents;
import io.headwater.observability.StreamGauges;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.FailureMode;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream finds its node again, refuses a wrong one and bears with its bad frames.
 */
@ExtendWith(OutputCaptureExtension.class)
class StreamConnectionTests {

	@AutoClose
	private final StreamFixture fixture = new StreamFixture();

	private final SimulatedNode node = this.fixture.node;

	private final ApplicationContextRunner runner = this.fixture.runner;

	@Test
	@FailureMode(13)
	void startsAndKeepsTryingWhileTheNodeIsAway(CapturedOutput output) {
		this.node.stop();
		this.fixture.run((events) -> {
			events.awaitState(ConnectionState.WAITING);
			StreamFixture.awaitOutput(output, "No heads from ws://127.0.0.1:" + this.node.port());
			assertThat(output).doesNotContain("SECRETKEY");
			this.node.start();
			this.node.mine();
			events.awaitHead(1);
			assertThat(output.toString().split("No heads from")).hasSize(2);
		});
	}

	@Test
	@FailureMode(2)
	void missesNothingWhileTheNodeIsAway() {
		this.fixture.run((events) -> {
			events.awaitHead(0);
			this.node.mine(2);
			events.awaitHead(2);
			this.node.stop();
			this.node.chain().mine(500);
			this.node.start();
			events.awaitHead(502);
			this.fixture.assertFollowsTheNode(events);
		});
	}

	@Test
	@FailureMode(1)
	void comesBackWhenTheConnectionIsCutOrClosed() {
		this.fixture.run((events) -> {
			for (int round = 0; round < 5; round++) {
				this.node.awaitSubscriptions(1, StreamFixture.PATIENCE);
				this.node.mine();
				events.awaitHead(this.node.chain().head().number());
				if (round % 2 == 0) {
					this.node.dropConnections();
				}
				else {
					this.node.closeConnections(1011, "rolling restart");
				}
				this.node.mine();
			}
			this.fixture.awaitTip(events);
			this.fixture.assertFollowsTheNode(events);
		});
	}

	@Test
	void reconnectsWhenTheNodeDoesNotAnswer() {
		this.node.failNext("eth_chainId", -32603, "internal error");
		this.fixture.run((events) -> {
			events.awaitHead(0);
			assertThat(this.node.handshakes()).hasSize(2);
		});
	}

	@Test
	@FailureMode(24)
	void refusesANodeOfAnotherChain(CapturedOutput output) {
		this.runner.withPropertyValues("headwater.chains.main.chain-id=1").run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitState(ConnectionState.REFUSED);
			this.node.awaitConnections(0, StreamFixture.PATIENCE);
			assertThat(context.getBean(HeadStreams.class).get("main").connectionState())
				.isEqualTo(ConnectionState.REFUSED);
			StreamFixture.awaitOutput(output, "the node has chain 1337, but headwater.chains.main.chain-id is 1");
			assertThat(output).contains("Next attempt in 5m").doesNotContain("SECRETKEY");
			assertThat(events.heads()).isEmpty();
		});
	}

	@Test
	@FailureMode({ 32, 33 })
	void skipsABadFrameAndKeepsTheConnection() {
		this.fixture.run((events) -> {
			events.awaitHead(0);
			this.node.sendRaw("this is not JSON");
			this.node.sendRaw("{\"hello\":\"world\"}");
			this.node.sendRaw("[1, 2, 3]");
			this.node
				.sendRaw("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"parse error\"}}");
			this.node.mine();
			events.awaitHead(1);
			assertThat(this.node.handshakes()).hasSize(1);
		});
	}

	@Test
	@FailureMode({ 31, 49 })
	void tellsWhichFieldItRefusesAndWhy(CapturedOutput output) {
		this.node.respondWith("eth_getBlockByNumber",
				(params) -> this.node.chain().head().toJson().replaceFirst("\"hash\":\"0x..", "\"hash\":\"0x"));
		this.fixture.run((events) -> {
			StreamFixture.awaitOutput(output,
					"An answer to eth_getBlockByNumber could not be read: a head's hash cannot be "
							+ "read: A hash takes 66 characters with its 0x, and this text has 64");
			this.node.respondNormally("eth_getBlockByNumber");
			events.awaitHead(0);
			this.node.respondWith("eth_chainId", (params) -> "\"1337\"");
			this.node.dropConnections();
			StreamFixture.awaitOutput(output,
					"the node does not tell its chain (a quantity is 0x and 1 to 64 hexadecimal digits)");
		});
	}

	@Test
	void sendsTheConfiguredHeaders() {
		this.runner.withPropertyValues("headwater.chains.main.nodes[0].headers.Authorization=Bearer abc")
			.run((context) -> {
				context.getBean(RecordedEvents.class).awaitHead(0);
				assertThat(this.node.handshakes().get(0).headers()).containsEntry("Authorization", "Bearer abc");
				assertThat(this.node.handshakes().get(0).target()).isEqualTo("/v3/SECRETKEY?key=SECRETKEY");
			});
	}

	@Test
	void tellsHowLongAgoTheNodeWasHeard() {
		this.runner.withPropertyValues("headwater.defaults.auto-startup=false").run((context) -> {
			HeadStream stream = context.getBean(HeadStreams.class).get("main");
			SimpleMeterRegistry registry = new SimpleMeterRegistry();
			new StreamGauges(context.getBean(HeadStreams.class)).bindTo(registry);
			TimeGauge age = registry.get("headwater.connection.last-frame.age").timeGauge();
			assertThat(stream.sinceLastFrame()).isNull();
			assertThat(age.value()).isNaN();
			context.getBean(HeadStreams.class).get("main").start();
			context.getBean(RecordedEvents.class).awaitHead(0);
			this.node.freeze();
			assertThat(stream.sinceLastFrame()).isBetween(Duration.ZERO, StreamFixture.PATIENCE);
			Awaitility.await().atMost(StreamFixture.PATIENCE).until(() -> age.value(TimeUnit.MILLISECONDS) > 100);
			context.getBean(HeadStreams.class).get("main").stop();
			assertThat(stream.sinceLastFrame()).isNull();
		});
	}

	@Test
	@FailureMode(1)
	void tellsTheReasonWithWhichTheNodeClosesWithoutASecret(CapturedOutput output) {
		this.fixture.run((events) -> {
			events.awaitHead(0);
			this.node.closeConnections(4001, "no quota is left for SECRETKEY");
			StreamFixture.awaitOutput(output, "closed with code 4001 (no quota is left for ******)");
			this.node.mine();
			events.awaitHead(1);
		});
		assertThat(output).doesNotContain("SECRETKEY");
	}

}
