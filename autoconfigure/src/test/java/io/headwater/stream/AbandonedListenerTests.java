package io.headwater.stream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.headwater.DeliveryState;
import io.headwater.RecordedEvents;
import io.headwater.testing.DeafListener;
import io.headwater.testing.FailureMode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream that is started again while a listener of an earlier run still runs.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class AbandonedListenerTests {

	@AutoClose
	private final StreamFixture fixture = new StreamFixture();

	private final DeafListener deaf = new DeafListener();

	@Test
	@FailureMode(48)
	void aListenerThatOutlivesTheStopIsNeverCalledBesideItself(CapturedOutput output) {
		run((context, streams) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			HeadStream stream = streams.get("main");
			this.deaf.awaitEntered();
			streams.get("main").stop();
			this.fixture.node.mine(3);
			streams.get("main").start();
			assertThat(stream.deliveryState()).isEqualTo(DeliveryState.STANDBY);
			assertThat(stream.isHeldByListener()).isTrue();
			StreamFixture.awaitOutput(output,
					"A listener of an earlier run still runs; delivery begins when it has returned");
			streams.get("main").stop();
			streams.get("main").start();
			assertThat(stream.isHeldByListener()).isTrue();
			assertThat(this.deaf.calls()).isEqualTo(1);
			this.deaf.open();
			events.awaitHead(3);
			assertThat(stream.isHeldByListener()).isFalse();
			assertThat(this.deaf.mostAtOnce()).isEqualTo(1);
			assertThat(output.toString()).containsSubsequence("delivery begins when it has returned",
					"Delivery begins without a checkpoint");
		});
	}

	@Test
	@FailureMode(48)
	void aStreamThatWaitsForAListenerCanBeStoppedPausedAndForgotten() {
		run((context, streams) -> {
			HeadStream stream = streams.get("main");
			this.deaf.awaitEntered();
			streams.get("main").stop();
			streams.get("main").start();
			streams.get("main").forget();
			stream.pause();
			assertThat(stream.deliveryState()).isEqualTo(DeliveryState.STANDBY);
			this.deaf.open();
			Awaitility.await()
				.atMost(StreamFixture.PATIENCE)
				.until(() -> stream.deliveryState() == DeliveryState.PAUSED);
			streams.get("main").stop();
			assertThat(stream.isHeldByListener()).isFalse();
			assertThat(stream.deliveryState()).isEqualTo(DeliveryState.STOPPED);
		});
	}

	@Test
	void aListenerThatStopsAndStartsItsOwnStreamIsNotCalledBesideItself() {
		this.deaf.open();
		run((context, streams) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			List<Boolean> held = new CopyOnWriteArrayList<>();
			events.awaitHead(0);
			this.deaf.onNextHead(() -> {
				streams.get("main").stop();
				streams.get("main").start();
				held.add(streams.get("main").isHeldByListener());
			});
			this.fixture.node.mine(3);
			events.awaitHead(3);
			assertThat(held).containsExactly(true);
			assertThat(this.deaf.mostAtOnce()).isEqualTo(1);
		});
	}

	@Test
	void aListenerThatForgetsItsOwnStreamIsNotCalledBesideItself() {
		this.deaf.open();
		run((context, streams) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			this.deaf.onNextHead(() -> streams.get("main").forget());
			this.fixture.node.mine(1);
			events.await("a new beginning", (all) -> all.numbers().equals(List.of(0L, 1L, 1L))
					&& streams.get("main").deliveryState() == DeliveryState.LIVE);
			assertThat(this.deaf.mostAtOnce()).isEqualTo(1);
		});
	}

	private void run(Scenario scenario) {
		this.fixture.runner.withBean(DeafListener.class, () -> this.deaf)
			.withPropertyValues("headwater.chains.main.shutdown-timeout=50ms")
			.run((context) -> scenario.run(context, context.getBean(HeadStreams.class)));
	}

	interface Scenario {

		void run(AssertableApplicationContext context, HeadStreams streams) throws Exception;

	}

}
