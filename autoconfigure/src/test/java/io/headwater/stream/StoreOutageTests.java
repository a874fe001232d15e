package io.headwater.stream;

import io.headwater.DeliveryState;
import io.headwater.NewHeadEvent;
import io.headwater.RecordedEvents;
import io.headwater.StreamResumedEvent;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.DatabaseKind;
import io.headwater.testing.EachDatabase;
import io.headwater.testing.FailureMode;
import io.headwater.testing.LongRound;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream loses nothing while its store is away, and delivers no more than may be
 * repeated.
 */
@LongRound
@EachDatabase
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class StoreOutageTests {

	@AutoClose
	private final CheckpointedStream fixture;

	private final SimulatedNode node;

	StoreOutageTests(DatabaseKind database) {
		this.fixture = new CheckpointedStream(database);
		this.node = this.fixture.store.node;
	}

	@Test
	@FailureMode(40)
	void deliversNoMoreThanMayBeUnsavedWhileTheStoreIsAwayAndLosesNothing(CapturedOutput output) {
		this.fixture.runner.withPropertyValues("headwater.checkpoint.max-unsaved=5", "headwater.checkpoint.lease=5m")
			.run((context) -> {
				RecordedEvents events = StoreFixture.events(context);
				events.awaitHead(0);
				this.fixture.store.awaitStored(0);
				this.fixture.store.database.away(true);
				this.node.mine(20);
				CheckpointedStream.awaitOutput(output,
						"Delivery waits for the store of checkpoints: 5 steps are not saved");
				assertThat(events.numbers()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
				assertThat(StoreFixture.stream(context).unsavedSteps()).isEqualTo(5);
				CheckpointedStream.awaitOutput(output,
						"The store of checkpoints failed to save, and it is asked again");
				this.fixture.store.database.away(false);
				events.awaitHead(20);
				this.fixture.store.awaitStored(20);
				assertThat(events.walk()).hasSize(21).hasOnlyElementsOfType(NewHeadEvent.class);
			});
	}

	@Test
	@FailureMode(40)
	void givesItsTurnUpWhenTheStoreIsAwayForLongerThanTheLeaseAndLosesNothing() {
		this.fixture.withShortLease.run((context) -> {
			RecordedEvents events = StoreFixture.events(context);
			events.awaitHead(0);
			this.fixture.mine(events, 2);
			this.fixture.store.database.away(true);
			this.node.mine(3);
			StoreFixture.awaitState(StoreFixture.stream(context), DeliveryState.STANDBY);
			int told = events.heads().size();
			this.node.mine(3);
			this.node.awaitConnections(0, StoreFixture.PATIENCE);
			assertThat(events.heads()).hasSize(told);
			this.fixture.store.database.away(false);
			events.awaitTip(this.node.chain().head().hash());
			assertThat(events.of(StreamResumedEvent.class)).extracting((resumed) -> resumed.checkpoint().number())
				.containsExactly(2L);
			this.fixture.assertIsOneWalk(events);
			this.fixture.store.awaitStored(8);
		});
	}

	@Test
	@FailureMode(40)
	void startsWhileTheStoreIsAwayAndDeliversOnceItIsThere() {
		createTables();
		this.fixture.store.database.away(true);
		this.fixture.runner.withPropertyValues("headwater.checkpoint.jdbc.initialize-schema=never").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(StoreFixture.stream(context).deliveryState()).isEqualTo(DeliveryState.CATCHING_UP);
			assertThat(this.node.handshakes()).isEmpty();
			this.fixture.store.database.away(false);
			StoreFixture.events(context).awaitHead(0);
		});
	}

	private void createTables() {
		this.fixture.runner.withPropertyValues("headwater.chains.main.auto-startup=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

}
