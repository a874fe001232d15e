package io.headwater.stream;

import io.headwater.DeliveryState;
import io.headwater.RecordedEvents;
import io.headwater.StreamResumedEvent;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.DatabaseKind;
import io.headwater.testing.EachDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Of the instances that share a checkpoint, only the one with the lease delivers.
 */
@EachDatabase
@Timeout(180)
class StreamTurnTests {

	@AutoClose
	private final CheckpointedStream fixture;

	private final SimulatedNode node;

	private final Rival rival;

	StreamTurnTests(DatabaseKind database) {
		this.fixture = new CheckpointedStream(database);
		this.node = this.fixture.store.node;
		this.rival = this.fixture.store.rival;
	}

	@Test
	void waitsOnStandbyForAnotherInstanceAndGoesOnWhereThatStopped() {
		this.fixture.runner.run((other) -> {
			RecordedEvents first = StoreFixture.events(other);
			first.awaitHead(0);
			this.fixture.withShortLease.run((context) -> {
				RecordedEvents second = StoreFixture.events(context);
				second.awaitState(DeliveryState.STANDBY);
				this.fixture.mine(first, 3);
				assertThat(StoreFixture.stream(context).deliveryState()).isEqualTo(DeliveryState.STANDBY);
				assertThat(this.node.connectionCount()).isOne();
				assertThat(second.walk()).isEmpty();
				other.getBean(HeadStreams.class).stop();
				this.node.mine(2);
				second.awaitHead(5);
				assertThat(second.numbers()).containsExactly(4L, 5L);
				assertThat(second.of(StreamResumedEvent.class)).hasSize(1);
				CheckpointedStream.assertStatesAreLegal(second);
			});
		});
	}

	@Test
	void savesNothingWhenItLosesTheLeaseWhileAListenerRunsAndTakesItsTurnAgain() {
		HeadGate gate = new HeadGate(3);
		this.fixture.withShortLease.withBean(HeadGate.class, () -> gate).run((context) -> {
			RecordedEvents events = StoreFixture.events(context);
			HeadStream stream = StoreFixture.stream(context);
			events.awaitHead(0);
			this.fixture.mine(events, 2);
			this.node.mine(2);
			gate.awaitEntered();
			this.rival.takeTurn();
			StoreFixture.awaitState(stream, DeliveryState.STANDBY);
			gate.open();
			events.awaitState(DeliveryState.STANDBY);
			assertThat(this.rival.storedNumber()).isEqualTo(2);
			this.rival.letGo();
			events.awaitHead(4);
			assertThat(events.of(StreamResumedEvent.class)).extracting((resumed) -> resumed.checkpoint().number())
				.containsExactly(2L);
			assertThat(events.numbers()).containsExactly(0L, 1L, 2L, 3L, 3L, 4L);
			this.fixture.assertIsOneWalk(events);
			CheckpointedStream.assertStatesAreLegal(events);
		});
	}

	@Test
	void keepsAPauseThatComesWhileTheLeaseIsBeingLost() {
		HeadGate gate = new HeadGate(3);
		this.fixture.withShortLease.withBean(HeadGate.class, () -> gate).run((context) -> {
			RecordedEvents events = StoreFixture.events(context);
			HeadStream stream = StoreFixture.stream(context);
			events.awaitHead(0);
			this.fixture.mine(events, 2);
			this.node.mine(2);
			gate.awaitEntered();
			this.rival.takeTurn();
			StoreFixture.awaitState(stream, DeliveryState.STANDBY);
			stream.pause();
			gate.open();
			this.rival.letGo();
			StoreFixture.awaitState(stream, DeliveryState.PAUSED);
			assertThat(events.numbers()).doesNotContain(4L);
			stream.resume();
			events.awaitHead(4);
			this.fixture.assertIsOneWalk(events);
		});
	}

	@Test
	void staysPausedOverTheLossOfTheLease() {
		this.fixture.withShortLease.run((context) -> {
			RecordedEvents events = StoreFixture.events(context);
			HeadStream stream = StoreFixture.stream(context);
			events.awaitHead(0);
			this.fixture.mine(events, 2);
			stream.pause();
			StoreFixture.awaitState(stream, DeliveryState.PAUSED);
			this.rival.takeTurn();
			StoreFixture.awaitState(stream, DeliveryState.STANDBY);
			this.rival.letGo();
			StoreFixture.awaitState(stream, DeliveryState.PAUSED);
			this.node.awaitSubscriptions(1, StoreFixture.PATIENCE);
			this.node.mine(3);
			Awaitility.await().atMost(StoreFixture.PATIENCE).until(() -> stream.queueDepth() > 0);
			assertThat(events.numbers()).containsExactly(0L, 1L, 2L);
			stream.resume();
			events.awaitHead(5);
			this.fixture.assertIsOneWalk(events);
			CheckpointedStream.assertStatesAreLegal(events);
		});
	}

}
