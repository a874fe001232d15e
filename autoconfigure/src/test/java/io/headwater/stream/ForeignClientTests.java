package io.headwater.stream;

import java.util.List;

import io.headwater.ConnectionState;
import io.headwater.RecordedEvents;
import io.headwater.StreamStateChangedEvent;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.test.ChaosNode;
import io.headwater.test.Faults;
import io.headwater.test.Moment;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.FailureMode;
import io.headwater.transport.NodeClientFactory;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream over a client of somebody else: Spring's for the Jakarta API, as an
 * application brings it.
 */
class ForeignClientTests {

	@AutoClose
	private final ChaosNode chaos = ChaosNode.serving(new SimulatedChain(1337));

	private final SimulatedNode node = this.chaos.node();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(RecordedEvents.class)
		.withBean(NodeClientFactory.class, () -> NodeClientFactory.of(new StandardWebSocketClient()))
		.withPropertyValues("headwater.chains.main.nodes[0].url=" + this.chaos.url(),
				"headwater.chains.main.nodes[0].headers.X-Key=value", "headwater.defaults.reconnect.initial-delay=20ms",
				"headwater.defaults.reconnect.max-delay=50ms", "headwater.defaults.keep-alive.interval=500ms",
				"headwater.defaults.keep-alive.timeout=500ms", "headwater.defaults.max-message-size=64KB");

	@Test
	void followsItsNodeOverConnectionsThatAreCutAndClosed() {
		follow((events) -> {
			for (int round = 0; round < 4; round++) {
				this.node.awaitSubscriptions(1, StreamFixture.PATIENCE);
				this.node.mine();
				events.awaitHead(this.node.chain().head().number());
				if (round % 2 == 0) {
					this.node.dropConnections();
				}
				else {
					this.node.closeConnections(1001, "restart");
				}
				this.node.mine();
			}
			events.awaitTip(this.node.chain().head().hash());
			assertThat(events.heads().stream().map((head) -> head.hash().toString())).isEqualTo(canonical(events));
			assertThat(this.node.handshakes())
				.allSatisfy((handshake) -> assertThat(handshake.headers()).containsEntry("X-Key", "value"));
		});
	}

	@Test
	@FailureMode(12)
	void endsAConnectionWhoseMessageIsTooLongAndMissesNothing() {
		this.chaos.once(Moment.OPEN, Faults.text("x".repeat(65_537)));
		follow((events) -> {
			events.awaitState(ConnectionState.WAITING);
			this.node.mine(3);
			events.awaitHead(3);
			assertThat(reasons(events)).anyMatch((reason) -> reason.contains("longer than the 65536 bytes"));
		});
	}

	@Test
	@FailureMode(4)
	void findsOutThatItsNodeIsSilent() {
		follow((events) -> {
			events.awaitState(ConnectionState.LIVE);
			this.node.freeze();
			events.awaitState(ConnectionState.WAITING);
			assertThat(reasons(events)).anyMatch((reason) -> reason.contains("nothing came for 500 ms after a ping"));
			this.node.unfreeze();
			this.node.mine();
			events.awaitHead(1);
		});
	}

	@Test
	void closesItsConnectionWhenTheStreamStops() {
		follow((events) -> {
			events.awaitState(ConnectionState.LIVE);
			assertThat(this.node.handshakes()).hasSize(1);
		});
		this.chaos.awaitSockets(0, StreamFixture.PATIENCE);
	}

	private List<String> canonical(RecordedEvents events) {
		return this.node.chain()
			.canonical()
			.stream()
			.filter((block) -> block.number() >= events.numbers().get(0))
			.map(SimulatedBlock::hash)
			.toList();
	}

	private static List<String> reasons(RecordedEvents events) {
		return events.of(StreamStateChangedEvent.class).stream().map(StreamStateChangedEvent::reason).toList();
	}

	private void follow(ThrowingConsumer<RecordedEvents> test) {
		this.runner.run((context) -> test.accept(context.getBean(RecordedEvents.class)));
	}

}
