package io.headwater.endpoint;

import java.net.URI;
import java.time.Instant;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.test.ChaosNode;
import io.headwater.test.Faults;
import io.headwater.test.MessageFaults;
import io.headwater.test.Moment;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.FixedStore;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint tells of a stream whose node, listener or store is driven into each
 * state.
 */
@Timeout(120)
class StreamStatesTests {

	private static final String MAIN = "headwater.chains.main.";

	@AutoClose
	private final ChaosNode chaos = ChaosNode.serving(new SimulatedChain(1337, 7, () -> Instant.EPOCH));

	private final SimulatedNode node = this.chaos.node();

	private OperatedStream.Runner with(String... properties) {
		return OperatedStream.at(this.node.url("/v3/" + OperatedStream.SECRET)).with(properties);
	}

	@Test
	void tellsThatAStreamWasNotStartedAndThatItWas() {
		with(MAIN + "auto-startup=false").run((main) -> {
			main.await(ConnectionState.STOPPED, DeliveryState.STOPPED);
			StreamDescriptor stream = main.read();
			assertThat(stream.sinceLastFrame()).isNull();
			assertThat(stream.latest()).isNull();
			assertThat(stream.checkpoint()).isNull();
			assertThat(stream.nodes()).singleElement().satisfies((node) -> assertThat(node.followed()).isFalse());
			main.streams().get("main").start();
			main.await(ConnectionState.LIVE, DeliveryState.LIVE);
			assertThat(main.read().sinceLastFrame()).isNotNull();
			main.streams().get("main").stop();
			main.await(ConnectionState.STOPPED, DeliveryState.STOPPED);
			assertThat(main.read().transitions()).extracting("to")
				.containsSubsequence("stopped", "live", "catching-up");
		});
	}

	@Test
	void tellsThatTheConnectionIsBeingOpened() {
		this.chaos.always(Moment.HANDSHAKE, Faults.hang());
		with(MAIN + "connect-timeout=1h")
			.run((main) -> main.await(ConnectionState.CONNECTING, DeliveryState.CATCHING_UP));
	}

	@Test
	void tellsThatTheHeadsAreBeingAskedFor() {
		this.chaos.always(Moment.replyTo("eth_subscribe"), Faults.hang());
		with(MAIN + "request-timeout=1h", MAIN + "keep-alive.interval=1h")
			.run((main) -> main.await(ConnectionState.SUBSCRIBING, DeliveryState.CATCHING_UP));
	}

	@Test
	void tellsThatTheNextAttemptIsAwaited() {
		this.node.stop();
		with(MAIN + "reconnect.initial-delay=1h", MAIN + "reconnect.max-delay=1h").run((main) -> {
			main.await(ConnectionState.WAITING, DeliveryState.CATCHING_UP);
			main.await((stream) -> {
				assertThat(stream.counts()).containsEntry("failed-attempts", 1L).containsEntry("connections", 0L);
				assertThat(stream.faults()).singleElement()
					.satisfies((fault) -> assertThat(fault.kind()).isEqualTo("unreachable"));
				assertThat(stream.nodes().get(0).lastEnd()).isEqualTo("unreachable");
			});
		});
	}

	@Test
	void tellsThatTheNodeHasAnotherChain() {
		with(MAIN + "chain-id=5").run((main) -> {
			main.await(ConnectionState.REFUSED, DeliveryState.CATCHING_UP);
			main.await((stream) -> {
				assertThat(stream.faults().get(0).kind()).isEqualTo("other-chain");
				assertThat(stream.faults().get(0).detail()).contains("1337");
				assertThat(stream.nodes().get(0).lastEnd()).isEqualTo("other-chain");
			});
		});
	}

	@Test
	void tellsThatTheNodeServesNoHeads() {
		this.node.nullNext("eth_getBlockByNumber", 1_000_000);
		with().run((main) -> {
			main.await(ConnectionState.LIVE, DeliveryState.CATCHING_UP);
			this.node.respondNormally("eth_getBlockByNumber");
			main.await(ConnectionState.LIVE, DeliveryState.LIVE);
		});
	}

	@Test
	void tellsThatTheNodeIsSyncing() {
		this.node.syncingTo(1_000);
		with().run((main) -> main.await((stream) -> assertThat(stream.nodes().get(0).syncing()).isTrue()));
	}

	@Test
	void tellsThatANodeIsBehind() {
		try (SimulatedNode behind = SimulatedNode.create(new SimulatedChain(1337, 7, () -> Instant.EPOCH)).start()) {
			this.node.mine(50);
			URI other = behind.url("/v3/" + OperatedStream.SECRET);
			with(MAIN + "nodes[1].url=" + other).run((main) -> {
				main.await((stream) -> assertThat(stream.latest()).isNotNull());
				// Once the next head is there, what the first one says of its node is
				// noted.
				this.node.mine();
				main.await((stream) -> assertThat(stream.latest().number()).isEqualTo(51));
				this.node.stop();
				main.await((stream) -> {
					assertThat(stream.nodes().get(1).followed()).isTrue();
					assertThat(stream.nodes().get(1).behind()).isTrue();
					assertThat(stream.nodes().get(1).number()).isZero();
					assertThat(stream.counts()).containsEntry("failovers", 1L);
				});
			});
		}
	}

	@Test
	void tellsThatTheSubscriptionWasSilent() {
		with(MAIN + "stale-head.after=100ms").run((main) -> {
			main.await(ConnectionState.LIVE, DeliveryState.LIVE);
			this.node.muteSubscriptions(true);
			this.node.mine();
			main.await((stream) -> assertThat(stream.counts().get("resubscriptions")).isPositive());
			main.await((stream) -> {
				this.node.mine();
				assertThat(stream.faults()).extracting("kind").contains("stale");
			});
		});
	}

	@Test
	void tellsThatAnAnnouncementWasRejected() {
		with().run((main) -> {
			main.await(ConnectionState.LIVE, DeliveryState.LIVE);
			this.chaos.once(Moment.HEAD, MessageFaults.announcement("{\"number\":\"0xzz\"}"));
			this.node.mine(2);
			main.await((stream) -> {
				assertThat(stream.counts()).containsEntry("rejected-announcements", 1L);
				assertThat(stream.latest()).isNotNull().satisfies((head) -> assertThat(head.number()).isEqualTo(2));
			});
			assertThat(main.read().connection().state()).isEqualTo("live");
		});
	}

	@Test
	void tellsThatAListenerIsSlowerThanTheChain() {
		with(MAIN + "queue-capacity=4").run((main) -> {
			main.await(ConnectionState.LIVE, DeliveryState.LIVE);
			main.gate().shut();
			this.node.mine(20);
			main.await(ConnectionState.LIVE, DeliveryState.BACKLOGGED);
			main.await((stream) -> {
				assertThat(stream.queue().capacity()).isEqualTo(4);
				assertThat(stream.queue().depth()).as("the listener may have taken one since").isBetween(3, 4);
				assertThat(stream.queue().timesFull()).isPositive();
				assertThat(stream.queue().age()).isPositive();
				assertThat(stream.queue().listenerLag()).isGreaterThanOrEqualTo(stream.queue().age());
				assertThat(stream.listeners()).singleElement().satisfies((gate) -> {
					assertThat(gate.name()).isEqualTo("gate.on(NewHeadEvent)");
					assertThat(gate.running()).isNotNull();
				});
			});
			main.gate().open();
			main.await(ConnectionState.LIVE, DeliveryState.LIVE);
			main.await((stream) -> {
				assertThat(stream.latest()).isNotNull().satisfies((head) -> assertThat(head.number()).isEqualTo(20));
				assertThat(stream.listeners().get(0).running()).isNull();
				assertThat(stream.counts().get("caught-up-heads")).isPositive();
			});
		});
	}

	@Test
	void tellsThatDeliveryIsPaused() {
		with().run((main) -> {
			main.await(ConnectionState.LIVE, DeliveryState.LIVE);
			main.act("pause");
			this.node.mine(3);
			main.await(ConnectionState.LIVE, DeliveryState.PAUSED);
			main.await((stream) -> assertThat(stream.queue().depth()).isEqualTo(3));
			assertThat(main.read().transitions().get(0).reason()).isEqualTo("delivery was paused");
		});
	}

	@Test
	void tellsThatAListenerHasFailed() {
		with(MAIN + "on-failure=halt").run((main) -> {
			main.haltByListener(this.node);
			main.await((stream) -> {
				assertThat(stream.counts()).containsEntry("listener-failures", 1L);
				assertThat(stream.listeners().get(0).failures()).isOne();
				assertThat(stream.transitions().get(0).reason()).contains("gate.on(NewHeadEvent)");
			});
			main.gate().fail(false);
			main.act("resume");
			main.await(ConnectionState.LIVE, DeliveryState.LIVE);
		});
	}

	@Test
	void tellsThatContinuityCannotBeShown() {
		with(MAIN + "window=4").run((main) -> {
			main.haltByReset(this.node);
			main.await((stream) -> assertThat(stream.counts()).containsEntry("resets", 1L));
			assertThat(main.read().transitions().get(0).reason()).isNotBlank();
		});
	}

	@Test
	void tellsReorgsAndSkippedHeads() {
		with(MAIN + "catch-up.max-blocks=2", MAIN + "start=0").run((main) -> {
			main.await(ConnectionState.LIVE, DeliveryState.LIVE);
			this.node.mine(2);
			main.await((stream) -> assertThat(stream.counts()).containsEntry("heads", 3L));
			this.node.reorg(2);
			main.await((stream) -> assertThat(stream.counts()).containsEntry("reorgs", 1L)
				.containsEntry("reverted-heads", 2L)
				.containsEntry("heads", 5L));
			this.node.stop();
			this.node.chain().mine(10);
			this.node.start();
			main.await((stream) -> assertThat(stream.counts()).containsEntry("skipped-heads", 8L));
		});
	}

	@Test
	void tellsThatAnotherInstanceDelivers() {
		with().with(new FixedStore.HeldByAnother()).run((main) -> {
			main.await(ConnectionState.STOPPED, DeliveryState.STANDBY);
			assertThat(main.read().transitions().get(0).reason()).isEqualTo("the lease is held by host-a/18151");
			assertThat(main.read().lease()).isNotNull();
			assertThat(main.read().lease().owner()).isEqualTo("host-a/18151/0b1c");
			assertThat(main.read().lease().expires()).isAfter(Instant.now().plusSeconds(3000));
			assertThat(main.read().checkpoint()).as("of the other one").isNotNull();
			assertThat(main.read().checkpoint().block().number()).isEqualTo(7);
		});
	}

	@Test
	void tellsThatTheCheckpointIsOfAnotherChain() {
		with().with(new FixedStore()).run((main) -> {
			main.await(ConnectionState.STOPPED, DeliveryState.HALTED);
			assertThat(main.read().transitions()).extracting("reason")
				.anyMatch((reason) -> reason.toString().contains("chain 5"));
		});
	}

}
