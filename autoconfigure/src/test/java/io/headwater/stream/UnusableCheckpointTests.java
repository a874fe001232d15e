package io.headwater.stream;

import io.headwater.BlockRef;
import io.headwater.DeliveryState;
import io.headwater.Hash;
import io.headwater.StreamResumedEvent;
import io.headwater.StreamStateChangedEvent;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.DatabaseKind;
import io.headwater.testing.EachDatabase;
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
 * A stream delivers nothing from a checkpoint that is wrong, and says what to do.
 */
@EachDatabase
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class UnusableCheckpointTests {

	@AutoClose
	private final CheckpointedStream fixture;

	private final SimulatedNode node;

	private final Rival rival;

	UnusableCheckpointTests(DatabaseKind database) {
		this.fixture = new CheckpointedStream(database);
		this.node = this.fixture.store.node;
		this.rival = this.fixture.store.rival;
	}

	@Test
	@FailureMode(40)
	void haltsBeforeAnythingIsDeliveredWhenTheCheckpointIsOfAnotherChain(CapturedOutput output) {
		createTables();
		saveForeign();
		this.fixture.runner.run((context) -> {
			StoreFixture.awaitState(StoreFixture.stream(context), DeliveryState.HALTED);
			this.node.awaitConnections(0, StoreFixture.PATIENCE);
			assertHaltedBecause(context, output, "The checkpoint application/main is of chain 5, but the nodes follow "
					+ "chain 1337: correct the nodes' addresses, delete the checkpoint to begin anew, or set another "
					+ "headwater.checkpoint.namespace");
			assertThat(this.node.handshakes()).hasSize(1);
		});
	}

	@Test
	@FailureMode(40)
	void doesNotEvenConnectWhenTheCheckpointIsOfAnotherChainThanTheConfiguredOne(CapturedOutput output) {
		createTables();
		saveForeign();
		this.fixture.runner.withPropertyValues("headwater.chains.main.chain-id=1337").run((context) -> {
			StoreFixture.awaitState(StoreFixture.stream(context), DeliveryState.HALTED);
			assertHaltedBecause(context, output, "The checkpoint application/main is of chain 5");
			assertThat(this.node.handshakes()).isEmpty();
		});
	}

	@Test
	@FailureMode(40)
	void haltsAtACheckpointThatCannotBeTrustedUntilItIsForgotten(CapturedOutput output) {
		this.fixture.run((events) -> {
			events.awaitHead(0);
			this.fixture.mine(events, 2);
		});
		this.rival.damage();
		int handshakes = this.node.handshakes().size();
		this.fixture.runner.run((context) -> {
			StoreFixture.awaitState(StoreFixture.stream(context), DeliveryState.HALTED);
			assertHaltedBecause(context, output,
					"The checkpoint application/main cannot be trusted: Its row has a " + "value that cannot be");
			assertThat(this.node.handshakes()).hasSize(handshakes);
			context.getBean(HeadStreams.class).get("main").forget();
			StoreFixture.events(context).awaitHead(2);
			assertThat(StoreFixture.events(context).of(StreamResumedEvent.class)).isEmpty();
			this.fixture.store.awaitStored(2);
		});
	}

	private void createTables() {
		this.fixture.runner.withPropertyValues("headwater.chains.main.auto-startup=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private void saveForeign() {
		this.rival.takeTurn();
		this.rival.save(5, new BlockRef(100, Hash.of("0x" + "ab".repeat(32))));
		this.rival.letGo();
	}

	/** With an error, and the turn given back, so that another instance may try. */
	private void assertHaltedBecause(AssertableApplicationContext context, CapturedOutput output, String reason) {
		CheckpointedStream.awaitOutput(output, "ERROR");
		CheckpointedStream.awaitOutput(output, "[main] Nothing is delivered: " + reason);
		StoreFixture.events(context).awaitState(DeliveryState.HALTED);
		assertThat(StoreFixture.events(context).of(StreamStateChangedEvent.class))
			.filteredOn((change) -> change.to() == DeliveryState.HALTED)
			.singleElement()
			.satisfies((change) -> assertThat(change.reason()).startsWith(reason));
		assertThat(StoreFixture.events(context).walk()).isEmpty();
		Awaitility.await().atMost(StoreFixture.PATIENCE).until(this.rival::isNobodysTurn);
	}

}
