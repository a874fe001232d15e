package io.headwater.stream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent;
import io.headwater.ConfirmedHeadEvent;
import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.FinalizedHeadEvent;
import io.headwater.Head;
import io.headwater.NewHeadEvent;
import io.headwater.RecordedEvents;
import io.headwater.ReorgEvent;
import io.headwater.SafeHeadEvent;
import io.headwater.StreamStateChangedEvent;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.metrics.StreamGauges;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.EachEngine;
import io.headwater.testing.FailureMode;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One stream on a simulated node, from the socket to the listener, with each of the
 * WebSocket clients.
 */
@EachEngine
@ExtendWith(OutputCaptureExtension.class)
class HeadStreamTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(RecordedEvents.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=" + this.node.url("/v3/SECRETKEY?key=SECRETKEY"),
				"headwater.defaults.catch-up.max-requests-per-second=0",
				"headwater.defaults.reconnect.initial-delay=50ms");

	@Test
	void deliversTheCurrentHeadRightAfterSubscribing() {
		this.node.mine(3);
		run((events) -> {
			events.awaitHead(3);
			assertThat(events.numbers()).containsExactly(3L);
		});
	}

	@Test
	void deliversEachAnnouncedHeadInOrderAndOnce() {
		run((events) -> {
			events.awaitHead(0);
			this.node.mine(200);
			events.awaitHead(200);
			assertFollowsTheNode(events);
		});
	}

	@Test
	@FailureMode({ 3, 28 })
	void fillsTheGapWhereOnlyTheLastHeadIsAnnounced() {
		run((events) -> {
			events.awaitHead(0);
			this.node.announceOnlyLast(true);
			this.node.mine(10);
			events.awaitHead(10);
			this.node.mine(300);
			events.awaitHead(310);
			assertFollowsTheNode(events);
		});
	}

	@Test
	void fetchesHeadersAloneWhereTheNodeServesThem() {
		this.node.serveHeaders(true);
		run((events) -> {
			events.awaitHead(0);
			this.node.announceOnlyLast(true);
			this.node.mine(100);
			events.awaitHead(100);
			assertFollowsTheNode(events);
			assertThat(this.node.requests()).extracting("method").contains("eth_getHeaderByNumber");
		});
	}

	@Test
	void tellsAReorgExactly() {
		run((events) -> {
			events.awaitHead(0);
			this.node.mine(5);
			events.awaitHead(5);
			List<BlockRef> delivered = events.heads().stream().map(Head::ref).toList();
			this.node.reorg(3);
			awaitTip(events);
			ReorgEvent reorg = events.of(ReorgEvent.class).get(0);
			assertThat(events.of(ReorgEvent.class)).hasSize(1);
			assertThat(reorg.commonAncestor()).isEqualTo(delivered.get(2));
			assertThat(reorg.reverted()).containsExactly(delivered.get(5), delivered.get(4), delivered.get(3));
		});
	}

	@Test
	@FailureMode(2)
	void missesNothingWhileTheNodeIsAway() {
		run((events) -> {
			events.awaitHead(0);
			this.node.mine(2);
			events.awaitHead(2);
			this.node.stop();
			this.node.chain().mine(500);
			this.node.start();
			events.awaitHead(502);
			assertFollowsTheNode(events);
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
			context.getBean(HeadStreams.class).start("main");
			context.getBean(RecordedEvents.class).awaitHead(0);
			this.node.freeze();
			assertThat(stream.sinceLastFrame()).isBetween(Duration.ZERO, PATIENCE);
			Awaitility.await().atMost(PATIENCE).until(() -> age.value(TimeUnit.MILLISECONDS) > 100);
			context.getBean(HeadStreams.class).stop("main");
			assertThat(stream.sinceLastFrame()).isNull();
		});
	}

	@Test
	void haltsAtAReorgDeeperThanTheWindowUntilItIsAcknowledged(CapturedOutput output) {
		this.runner.withPropertyValues("headwater.chains.main.window=4").run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			HeadStream stream = context.getBean(HeadStreams.class).get("main");
			events.awaitHead(0);
			this.node.mine(10);
			events.awaitHead(10);
			int told = events.heads().size();
			this.node.reorg(8);
			events.awaitState(DeliveryState.HALTED);
			assertThat(events.of(ChainResetEvent.class)).singleElement()
				.satisfies((reset) -> assertThat(reset.reason()).isEqualTo(ChainResetEvent.Reason.BEYOND_WINDOW));
			this.node.mine(2);
			assertThat(events.heads()).hasSize(told);
			assertThat(output).contains("Delivery has halted", "headwater.chains.main.deep-reorg");
			stream.acknowledge();
			awaitTip(events);
		});
	}

	@Test
	@FailureMode(1)
	void comesBackWhenTheConnectionIsCutOrClosed() {
		run((events) -> {
			for (int round = 0; round < 5; round++) {
				this.node.awaitSubscriptions(1, PATIENCE);
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
			awaitTip(events);
			assertFollowsTheNode(events);
		});
	}

	@Test
	@FailureMode(10)
	void deliversTheRestOfABurstWhenTheQueueHasRoomAgain() {
		this.runner.withPropertyValues("headwater.chains.main.queue-capacity=4")
			.withBean(GatedListener.class)
			.run((context) -> {
				RecordedEvents events = context.getBean(RecordedEvents.class);
				GatedListener gate = context.getBean(GatedListener.class);
				HeadStream stream = context.getBean(HeadStreams.class).get("main");
				gate.awaitEntered();
				this.node.mine(100);
				Awaitility.await().until(() -> stream.deliveryState() == DeliveryState.BACKLOGGED);
				assertThat(stream.queueDepth()).isEqualTo(4);
				gate.open();
				events.awaitHead(100);
				assertFollowsTheNode(events);
			});
	}

	@Test
	void deliversNothingWhilePausedAndLosesNothing() {
		this.runner.withPropertyValues("headwater.chains.main.queue-capacity=4").run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			HeadStreams streams = context.getBean(HeadStreams.class);
			HeadStream stream = streams.get("main");
			events.awaitHead(0);
			events.awaitState(DeliveryState.LIVE);
			streams.pause("main");
			events.awaitState(DeliveryState.PAUSED);
			this.node.mine(100);
			Awaitility.await().atMost(PATIENCE).until(() -> stream.timesQueueFull() == 1);
			assertThat(stream.deliveryState()).isEqualTo(DeliveryState.PAUSED);
			assertThat(stream.queueDepth()).isEqualTo(4);
			assertThat(events.numbers()).containsExactly(0L);
			streams.resume("main");
			events.awaitHead(100);
			assertFollowsTheNode(events);
			assertThat(events.of(StreamStateChangedEvent.class))
				.allSatisfy((change) -> assertThat(change.from().canMoveTo(change.to())).isTrue());
		});
	}

	@Test
	@FailureMode(15)
	void haltsWhereAListenerKeepsFailingUntilItIsResumed(CapturedOutput output) {
		this.runner
			.withPropertyValues("headwater.chains.main.on-failure=halt", "headwater.chains.main.retry.max-retries=1",
					"headwater.chains.main.retry.delay=1ms")
			.withBean(BrokenListener.class)
			.run((context) -> {
				RecordedEvents events = context.getBean(RecordedEvents.class);
				BrokenListener broken = context.getBean(BrokenListener.class);
				HeadStreams streams = context.getBean(HeadStreams.class);
				events.awaitState(DeliveryState.HALTED);
				this.node.mine(3);
				assertThat(events.of(StreamStateChangedEvent.class)).last()
					.satisfies(
							(change) -> assertThat(change.reason()).endsWith("BrokenListener.on(NewHeadEvent) failed "
									+ "on NewHeadEvent 2 times (java.lang.IllegalStateException)"));
				assertThat(events.numbers()).containsExactly(0L);
				assertThat(output).contains("[main] Delivery has halted: ", "HeadStreams.resume(\"main\")");
				broken.mended = true;
				streams.resume("main");
				events.awaitHead(3);
				assertFollowsTheNode(events);
				Awaitility.await()
					.atMost(PATIENCE)
					.untilAsserted(() -> assertThat(broken.finished).containsExactly(0L, 1L, 2L, 3L));
			});
	}

	@Test
	@FailureMode(13)
	void startsAndKeepsTryingWhileTheNodeIsAway(CapturedOutput output) {
		this.node.stop();
		run((events) -> {
			events.awaitState(ConnectionState.WAITING);
			awaitOutput(output, "No heads from ws://127.0.0.1:" + this.node.port());
			assertThat(output).doesNotContain("SECRETKEY");
			this.node.start();
			this.node.mine();
			events.awaitHead(1);
			assertThat(output.toString().split("No heads from")).hasSize(2);
		});
	}

	@Test
	@FailureMode(24)
	void refusesANodeOfAnotherChain(CapturedOutput output) {
		this.runner.withPropertyValues("headwater.chains.main.chain-id=1").run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitState(ConnectionState.REFUSED);
			this.node.awaitConnections(0, PATIENCE);
			assertThat(context.getBean(HeadStreams.class).get("main").connectionState())
				.isEqualTo(ConnectionState.REFUSED);
			awaitOutput(output, "the node has chain 1337, but headwater.chains.main.chain-id is 1");
			assertThat(output).contains("300000 ms").doesNotContain("SECRETKEY");
			assertThat(events.heads()).isEmpty();
		});
	}

	@Test
	@FailureMode({ 32, 33 })
	void skipsABadFrameAndKeepsTheConnection() {
		run((events) -> {
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
	void reconnectsWhenTheNodeDoesNotAnswer() {
		this.node.failNext("eth_chainId", -32603, "internal error");
		run((events) -> {
			events.awaitHead(0);
			assertThat(this.node.handshakes()).hasSize(2);
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
	void followsSeveralChainsApart() {
		try (SimulatedNode other = SimulatedNode.create(new SimulatedChain(10)).start()) {
			this.runner.withPropertyValues("headwater.chains.other.nodes[0].url=" + other.url()).run((context) -> {
				RecordedEvents events = context.getBean(RecordedEvents.class);
				events.await("both", (all) -> all.heads().size() == 2);
				other.mine(7);
				events.awaitHead(7);
				assertThat(events.of(NewHeadEvent.class)).filteredOn((event) -> event.chain().equals("other"))
					.hasSize(8)
					.allSatisfy((event) -> assertThat(event.chainId()).isEqualTo(10));
			});
		}
	}

	@Test
	void beginsWhereItIsTold() {
		this.node.mine(50);
		this.runner.withPropertyValues("headwater.chains.main.start=20").run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(50);
			assertThat(events.numbers()).isEqualTo(LongStream.rangeClosed(20, 50).boxed().toList());
		});
	}

	@Test
	void tellsConfirmedHeads() {
		this.runner.withPropertyValues("headwater.chains.main.confirmations=2").run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			this.node.mine(5);
			events.awaitHead(5);
			events.await("confirmed", (all) -> all.of(ConfirmedHeadEvent.class).size() == 4);
			assertThat(events.of(ConfirmedHeadEvent.class)).extracting((event) -> event.head().number())
				.containsExactly(0L, 1L, 2L, 3L);
		});
	}

	@Test
	void tellsSafeAndFinalizedHeadsThatWereDelivered() {
		this.node.chain().finality(2, 4);
		this.runner.withPropertyValues("headwater.chains.main.finality.interval=1ms").run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			events.await("safe and finalized heads", (all) -> {
				this.node.mine();
				return all.of(SafeHeadEvent.class).size() > 1 && all.of(FinalizedHeadEvent.class).size() > 1;
			});
			assertThat(events.of(FinalizedHeadEvent.class)).extracting((event) -> event.head().number()).isSorted();
		});
	}

	@Test
	void doesNotAskForFinalityWhenItIsSwitchedOff() {
		this.runner.withPropertyValues("headwater.chains.main.finality.enabled=false").run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			this.node.mine(3);
			events.awaitHead(3);
			assertThat(this.node.requests()).extracting("params")
				.noneMatch((params) -> params.toString().contains("safe"));
		});
	}

	@Test
	void tellsItsStatesInOrder() {
		run((events) -> {
			events.awaitHead(0);
			events.awaitState(DeliveryState.LIVE);
			assertThat(events.of(StreamStateChangedEvent.class)).allSatisfy((change) -> {
				assertThat(change.from().canMoveTo(change.to())).isTrue();
				assertThat(change.reason()).doesNotContain("SECRETKEY");
			});
		});
	}

	@Test
	void deliversNothingAfterItHasStoppedAndGoesOnWhenStartedAgain() {
		this.runner.run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			HeadStreams streams = context.getBean(HeadStreams.class);
			events.awaitHead(0);
			streams.stop();
			this.node.awaitConnections(0, PATIENCE);
			int told = events.walk().size();
			this.node.mine(3);
			assertThat(streams.isRunning()).isFalse();
			assertThat(events.walk()).hasSize(told);
			streams.start();
			events.awaitHead(3);
			assertThat(events.walk().subList(told, events.walk().size())).extracting(Object::getClass)
				.extracting(Class::getSimpleName)
				.containsExactly("StreamResumedEvent", "NewHeadEvent", "NewHeadEvent", "NewHeadEvent");
		});
	}

	private void run(ThrowingConsumer<RecordedEvents> test) {
		this.runner.run((context) -> test.accept(context.getBean(RecordedEvents.class)));
	}

	/** A state is told before it is logged. */
	private static void awaitOutput(CapturedOutput output, String text) {
		Awaitility.await().untilAsserted(() -> assertThat(output).contains(text));
	}

	private void awaitTip(RecordedEvents events) {
		events.awaitTip(this.node.chain().head().hash());
	}

	/** Every block of the node from the first delivered one, and nothing else. */
	private void assertFollowsTheNode(RecordedEvents events) {
		List<String> expected = this.node.chain()
			.canonical()
			.stream()
			.filter((block) -> block.number() >= events.numbers().get(0))
			.map(SimulatedBlock::hash)
			.toList();
		assertThat(events.heads().stream().map((head) -> head.hash().toString())).containsExactlyElementsOf(expected);
		assertThat(events.walk()).hasOnlyElementsOfType(NewHeadEvent.class);
	}

	static class BrokenListener {

		private final List<Long> finished = new CopyOnWriteArrayList<>();

		private volatile boolean mended;

		@EventListener
		void on(NewHeadEvent event) {
			if (!this.mended) {
				throw new IllegalStateException("expected by a test");
			}
			this.finished.add(event.head().number());
		}

	}

}
