package io.headwater.stream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.headwater.ChainResetEvent;
import io.headwater.DeliveryState;
import io.headwater.NewHeadEvent;
import io.headwater.RecordedEvents;
import io.headwater.StreamStateChangedEvent;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.FailureMode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Delivery that is full, paused, halted or stopped goes on where it was, with each of the
 * WebSocket clients.
 */
@ExtendWith(OutputCaptureExtension.class)
class HeldDeliveryTests {

	@AutoClose
	private final StreamFixture fixture = new StreamFixture();

	private final SimulatedNode node = this.fixture.node;

	private final ApplicationContextRunner runner = this.fixture.runner;

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
				Awaitility.await()
					.atMost(StreamFixture.PATIENCE)
					.until(() -> stream.deliveryState() == DeliveryState.BACKLOGGED);
				assertThat(stream.queueDepth()).isEqualTo(4);
				gate.open();
				events.awaitHead(100);
				this.fixture.assertFollowsTheNode(events);
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
			streams.get("main").pause();
			events.awaitState(DeliveryState.PAUSED);
			this.node.mine(100);
			Awaitility.await().atMost(StreamFixture.PATIENCE).until(() -> stream.timesQueueFull() == 1);
			assertThat(stream.deliveryState()).isEqualTo(DeliveryState.PAUSED);
			assertThat(stream.queueDepth()).isEqualTo(4);
			assertThat(events.numbers()).containsExactly(0L);
			streams.get("main").resume();
			events.awaitHead(100);
			this.fixture.assertFollowsTheNode(events);
			assertThat(events.of(StreamStateChangedEvent.class))
				.allSatisfy((change) -> assertThat(change.from().canMoveTo(change.to())).isTrue());
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
			// A change of state may be told before the steps that wait.
			events.await("a reset", (all) -> !all.of(ChainResetEvent.class).isEmpty());
			assertThat(events.of(ChainResetEvent.class)).singleElement()
				.satisfies((reset) -> assertThat(reset.reason()).isEqualTo(ChainResetEvent.Reason.BEYOND_WINDOW));
			this.node.mine(2);
			assertThat(events.heads()).hasSize(told);
			StreamFixture.awaitOutput(output, "Delivery has halted");
			assertThat(output).contains("headwater.chains.main.deep-reorg");
			stream.acknowledge();
			this.fixture.awaitTip(events);
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
				assertThat(events.of(StreamStateChangedEvent.class))
					.filteredOn((change) -> change.to() == DeliveryState.HALTED)
					.singleElement()
					.satisfies((change) -> assertThat(change.reason())
						.contains("BrokenListener.on(NewHeadEvent) failed " + "on block 0 ("
								+ this.node.chain().canonical().get(0).hash())
						.endsWith(") 2 times (java.lang.IllegalStateException)"));
				assertThat(events.numbers()).containsExactly(0L);
				StreamFixture.awaitOutput(output, "[main] Delivery has halted: ");
				assertThat(output).contains("HeadStreams.get(\"main\").resume()");
				broken.mended = true;
				streams.get("main").resume();
				events.awaitHead(3);
				this.fixture.assertFollowsTheNode(events);
				Awaitility.await()
					.atMost(StreamFixture.PATIENCE)
					.untilAsserted(() -> assertThat(broken.finished).containsExactly(0L, 1L, 2L, 3L));
			});
	}

	@Test
	void tellsItsStatesInOrder() {
		this.fixture.run((events) -> {
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
			this.node.awaitConnections(0, StreamFixture.PATIENCE);
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

	@Test
	void staysPausedWhileTheContextIsPausedUntilSomebodyStopsTheStream() {
		this.runner.run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			HeadStreams streams = context.getBean(HeadStreams.class);
			HeadStream stream = streams.get("main");
			events.awaitHead(0);
			stream.pause();
			streams.stop();
			this.node.mine(3);
			streams.start();
			Awaitility.await()
				.atMost(StreamFixture.PATIENCE)
				.until(() -> stream.deliveryState() == DeliveryState.PAUSED && stream.queueDepth() > 0);
			assertThat(events.numbers()).containsExactly(0L);
			streams.stop();
			streams.get("main").stop();
			streams.get("main").start();
			events.awaitHead(3);
			assertThat(events.numbers()).containsExactly(0L, 1L, 2L, 3L);
		});
	}

	@Test
	void logsAReplayAndWhereDeliveryEnded(CapturedOutput output) {
		this.runner.run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			HeadStreams streams = context.getBean(HeadStreams.class);
			events.awaitHead(0);
			this.node.mine(5);
			events.awaitHead(5);
			streams.get("main").replay(2);
			events.await("a replay", (all) -> all.numbers().equals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 2L, 3L, 4L, 5L)));
			assertThat(output).containsOnlyOnce("[main] Replay: the heads from block 2 to 5 are delivered again");
			streams.get("main").stop();
			assertThat(output).containsOnlyOnce("[main] Delivery ended after block 5").doesNotContain("lease");
		});
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
