package io.headwater.stream;

import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import io.headwater.BlockRef;
import io.headwater.DeliveryState;
import io.headwater.Hash;
import io.headwater.NewHeadEvent;
import io.headwater.RecordedEvents;
import io.headwater.ReorgEvent;
import io.headwater.StreamResumedEvent;
import io.headwater.StreamStateChangedEvent;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.autoconfigure.HeadwaterCheckpointAutoConfiguration;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.FailureMode;
import io.headwater.testing.UnreliableDataSource;
import io.headwater.testing.WalkChecker;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream with its checkpoint in a database, from the socket to the listener.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractCheckpointedStreamTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private final UnreliableDataSource database = new UnreliableDataSource(newDatabase());

	private final Rival rival = new Rival(this.database);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HeadwaterAutoConfiguration.class, HeadwaterCheckpointAutoConfiguration.class))
		.withBean(RecordedEvents.class)
		.withBean(DataSource.class, () -> this.database)
		.withPropertyValues("headwater.checkpoint.store=jdbc", "headwater.checkpoint.jdbc.initialize-schema=always",
				"headwater.checkpoint.namespace=" + Rival.NAMESPACE,
				"headwater.defaults.catch-up.max-requests-per-second=0",
				"headwater.chains.main.nodes[0].url=" + this.node.url());

	/**
	 * An instance hears of its loss within a third of the lease. A shorter one could be
	 * lost by itself on a machine under load.
	 */
	private final ApplicationContextRunner withShortLease = this.runner
		.withPropertyValues("headwater.checkpoint.lease=6s", "headwater.checkpoint.standby-interval=50ms");

	abstract DataSource newDatabase();

	@Test
	@FailureMode(14)
	void goesOnAfterARestartAndTellsNoHeadTwice() {
		run((events) -> {
			events.awaitHead(0);
			mine(events, 5);
		});
		BlockRef saved = this.rival.stored().checkpoint().block();
		this.node.mine(5);
		run((events) -> {
			events.awaitHead(10);
			assertThat(events.of(StreamResumedEvent.class)).extracting(StreamResumedEvent::checkpoint)
				.containsExactly(saved);
			assertThat(events.walk().get(0)).isInstanceOf(StreamResumedEvent.class);
			assertThat(events.numbers()).containsExactly(6L, 7L, 8L, 9L, 10L);
		});
	}

	@Test
	@FailureMode(14)
	void tellsExactlyWhatWasReorganisedWhileItWasDown() {
		run((events) -> {
			events.awaitHead(0);
			mine(events, 5);
		});
		List<SimulatedBlock> left = this.node.chain().canonical();
		this.node.chain().reorg(3, 4);
		run((events) -> {
			events.awaitTip(this.node.chain().head().hash());
			assertThat(events.of(StreamResumedEvent.class)).extracting(StreamResumedEvent::checkpoint)
				.containsExactly(ref(left.get(5)));
			assertThat(events.of(ReorgEvent.class)).singleElement().satisfies((reorg) -> {
				assertThat(reorg.commonAncestor()).isEqualTo(ref(left.get(2)));
				assertThat(reorg.reverted()).containsExactly(ref(left.get(5)), ref(left.get(4)), ref(left.get(3)));
			});
			assertThat(events.walk().subList(0, 2)).hasExactlyElementsOfTypes(StreamResumedEvent.class,
					ReorgEvent.class);
			assertThat(events.numbers()).containsExactly(3L, 4L, 5L, 6L);
		});
	}

	@Test
	void waitsOnStandbyForAnotherInstanceAndGoesOnWhereThatStopped() {
		this.runner.run((other) -> {
			RecordedEvents first = events(other);
			first.awaitHead(0);
			this.withShortLease.run((context) -> {
				RecordedEvents second = events(context);
				second.awaitState(DeliveryState.STANDBY);
				mine(first, 3);
				assertThat(stream(context).deliveryState()).isEqualTo(DeliveryState.STANDBY);
				assertThat(this.node.connectionCount()).isOne();
				assertThat(second.walk()).isEmpty();
				other.getBean(HeadStreams.class).stop();
				this.node.mine(2);
				second.awaitHead(5);
				assertThat(second.numbers()).containsExactly(4L, 5L);
				assertThat(second.of(StreamResumedEvent.class)).hasSize(1);
				assertStatesAreLegal(second);
				// What came after it may have passed too quickly to be told.
				assertThat(deliveryStates(second)).contains(DeliveryState.STANDBY);
			});
		});
	}

	@Test
	void savesNothingWhenItLosesTheLeaseWhileAListenerRunsAndTakesItsTurnAgain() {
		HeadGate gate = new HeadGate(3);
		this.withShortLease.withBean(HeadGate.class, () -> gate).run((context) -> {
			RecordedEvents events = events(context);
			HeadStream stream = stream(context);
			events.awaitHead(0);
			mine(events, 2);
			this.node.mine(2);
			gate.awaitEntered();
			this.rival.takeTurn();
			awaitState(stream, DeliveryState.STANDBY);
			gate.open();
			events.awaitState(DeliveryState.STANDBY);
			assertThat(this.rival.storedNumber()).isEqualTo(2);
			this.rival.letGo();
			events.awaitHead(4);
			assertThat(events.of(StreamResumedEvent.class)).extracting((resumed) -> resumed.checkpoint().number())
				.containsExactly(2L);
			assertThat(events.numbers()).containsExactly(0L, 1L, 2L, 3L, 3L, 4L);
			assertIsOneWalk(events);
			assertStatesAreLegal(events);
		});
	}

	@Test
	void staysPausedOverTheLossOfTheLease() {
		this.withShortLease.run((context) -> {
			RecordedEvents events = events(context);
			HeadStream stream = stream(context);
			events.awaitHead(0);
			mine(events, 2);
			stream.pause();
			awaitState(stream, DeliveryState.PAUSED);
			this.rival.takeTurn();
			awaitState(stream, DeliveryState.STANDBY);
			this.rival.letGo();
			awaitState(stream, DeliveryState.PAUSED);
			this.node.awaitSubscriptions(1, PATIENCE);
			this.node.mine(3);
			Awaitility.await().atMost(PATIENCE).until(() -> stream.queueDepth() > 0);
			assertThat(events.numbers()).containsExactly(0L, 1L, 2L);
			stream.resume();
			events.awaitHead(5);
			assertIsOneWalk(events);
			assertStatesAreLegal(events);
		});
	}

	@Test
	@FailureMode(40)
	void haltsBeforeAnythingIsDeliveredWhenTheCheckpointIsOfAnotherChain(CapturedOutput output) {
		createTables();
		saveForeign();
		this.runner.run((context) -> {
			awaitState(stream(context), DeliveryState.HALTED);
			this.node.awaitConnections(0, PATIENCE);
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
		this.runner.withPropertyValues("headwater.chains.main.chain-id=1337").run((context) -> {
			awaitState(stream(context), DeliveryState.HALTED);
			assertHaltedBecause(context, output, "The checkpoint application/main is of chain 5");
			assertThat(this.node.handshakes()).isEmpty();
		});
	}

	@Test
	@FailureMode(40)
	void haltsAtACheckpointThatCannotBeTrustedUntilItIsForgotten(CapturedOutput output) {
		run((events) -> {
			events.awaitHead(0);
			mine(events, 2);
		});
		this.rival.damage();
		int handshakes = this.node.handshakes().size();
		this.runner.run((context) -> {
			awaitState(stream(context), DeliveryState.HALTED);
			assertHaltedBecause(context, output,
					"The checkpoint application/main cannot be trusted: Its row has a " + "value that cannot be");
			assertThat(this.node.handshakes()).hasSize(handshakes);
			context.getBean(HeadStreams.class).forget("main");
			events(context).awaitHead(2);
			assertThat(events(context).of(StreamResumedEvent.class)).isEmpty();
			awaitStored(2);
		});
	}

	@Test
	@FailureMode(40)
	void deliversNoMoreThanMayBeUnsavedWhileTheStoreIsAwayAndLosesNothing(CapturedOutput output) {
		this.runner.withPropertyValues("headwater.checkpoint.max-unsaved=5", "headwater.checkpoint.lease=5m")
			.run((context) -> {
				RecordedEvents events = events(context);
				events.awaitHead(0);
				awaitStored(0);
				this.database.away(true);
				this.node.mine(20);
				awaitOutput(output, "Delivery waits for the store of checkpoints: 5 steps are not saved");
				assertThat(events.numbers()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
				assertThat(stream(context).unsavedSteps()).isEqualTo(5);
				assertThat(output).contains("The store of checkpoints failed to save, and it is asked again");
				this.database.away(false);
				events.awaitHead(20);
				awaitStored(20);
				assertThat(events.walk()).hasSize(21).hasOnlyElementsOfType(NewHeadEvent.class);
			});
	}

	@Test
	@FailureMode(40)
	void givesItsTurnUpWhenTheStoreIsAwayForLongerThanTheLeaseAndLosesNothing() {
		this.withShortLease.run((context) -> {
			RecordedEvents events = events(context);
			events.awaitHead(0);
			mine(events, 2);
			this.database.away(true);
			this.node.mine(3);
			awaitState(stream(context), DeliveryState.STANDBY);
			int told = events.heads().size();
			this.node.mine(3);
			this.node.awaitConnections(0, PATIENCE);
			assertThat(events.heads()).hasSize(told);
			this.database.away(false);
			events.awaitTip(this.node.chain().head().hash());
			assertThat(events.of(StreamResumedEvent.class)).extracting((resumed) -> resumed.checkpoint().number())
				.containsExactly(2L);
			assertIsOneWalk(events);
			awaitStored(8);
		});
	}

	@Test
	@FailureMode(40)
	void startsWhileTheStoreIsAwayAndDeliversOnceItIsThere() {
		createTables();
		this.database.away(true);
		this.runner.withPropertyValues("headwater.checkpoint.jdbc.initialize-schema=never").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(stream(context).deliveryState()).isEqualTo(DeliveryState.CATCHING_UP);
			assertThat(this.node.handshakes()).isEmpty();
			this.database.away(false);
			events(context).awaitHead(0);
		});
	}

	private void createTables() {
		this.runner.withPropertyValues("headwater.chains.main.auto-startup=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private void saveForeign() {
		this.rival.takeTurn();
		this.rival.save(5, new BlockRef(100, Hash.of("0x" + "ab".repeat(32))));
		this.rival.letGo();
	}

	/** With an error, and the turn given back, so that another instance may try. */
	private void assertHaltedBecause(AssertableApplicationContext context, CapturedOutput output, String reason) {
		awaitOutput(output, "ERROR");
		awaitOutput(output, "[main] Nothing is delivered: " + reason);
		events(context).awaitState(DeliveryState.HALTED);
		assertThat(events(context).of(StreamStateChangedEvent.class))
			.filteredOn((change) -> change.to() == DeliveryState.HALTED)
			.singleElement()
			.satisfies((change) -> assertThat(change.reason()).startsWith(reason));
		assertThat(events(context).walk()).isEmpty();
		Awaitility.await().atMost(PATIENCE).until(this.rival::isNobodysTurn);
	}

	private void run(ThrowingConsumer<RecordedEvents> test) {
		this.runner.run((context) -> test.accept(events(context)));
	}

	/** Mine, and wait until it is delivered and saved. */
	private void mine(RecordedEvents events, int blocks) {
		long head = this.node.mine(blocks).get(blocks - 1).number();
		events.awaitHead(head);
		awaitStored(head);
	}

	private void awaitStored(long number) {
		Awaitility.await().atMost(PATIENCE).until(() -> this.rival.storedNumber() == number);
	}

	private static void awaitState(HeadStream stream, DeliveryState state) {
		Awaitility.await(state.name()).atMost(PATIENCE).until(() -> stream.deliveryState() == state);
	}

	private static void awaitOutput(CapturedOutput output, String text) {
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(output).contains(text));
	}

	private static RecordedEvents events(AssertableApplicationContext context) {
		return context.getBean(RecordedEvents.class);
	}

	private static HeadStream stream(AssertableApplicationContext context) {
		return context.getBean(HeadStreams.class).get("main");
	}

	private static void assertStatesAreLegal(RecordedEvents events) {
		assertThat(events.of(StreamStateChangedEvent.class))
			.allSatisfy((change) -> assertThat(change.from().canMoveTo(change.to())).isTrue());
	}

	private static List<DeliveryState> deliveryStates(RecordedEvents events) {
		return events.of(StreamStateChangedEvent.class)
			.stream()
			.filter((change) -> change.to() instanceof DeliveryState)
			.map((change) -> (DeliveryState) change.to())
			.toList();
	}

	private void assertIsOneWalk(RecordedEvents events) {
		WalkChecker walk = new WalkChecker(0);
		events.walk().forEach(walk::accept);
		assertThat(walk.stack())
			.isEqualTo(this.node.chain().canonical().stream().map(AbstractCheckpointedStreamTests::ref).toList());
	}

	private static BlockRef ref(SimulatedBlock block) {
		return new BlockRef(block.number(), Hash.of(block.hash()));
	}

}
