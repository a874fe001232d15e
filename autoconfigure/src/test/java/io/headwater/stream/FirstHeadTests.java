package io.headwater.stream;

import java.util.List;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.ChainResetEvent;
import io.headwater.DeliveryState;
import io.headwater.HeadsSkippedEvent;
import io.headwater.RecordedEvents;
import io.headwater.ReorgEvent;
import io.headwater.StreamResumedEvent;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.DatabaseKind;
import io.headwater.testing.EachDatabase;
import io.headwater.testing.FailureMode;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A branch leaves the walk at its first head while the application is down: whatever the
 * walk began with, the outcome is the one that it had in one process.
 */
@EachDatabase
@Timeout(180)
class FirstHeadTests {

	@AutoClose
	private final CheckpointedStream fixture;

	private final SimulatedNode node;

	FirstHeadTests(DatabaseKind database) {
		this.fixture = new CheckpointedStream(database);
		this.node = this.fixture.store.node;
	}

	@Test
	@FailureMode(14)
	void allOfAWalkThatHadHardlyBegunIsReverted() {
		this.node.mine(14);
		this.fixture.run((events) -> {
			events.awaitHead(14);
			this.fixture.mine(events, 1);
		});
		assertIsRevertedAsAWhole(14, 3);
	}

	@Test
	void allOfAWalkThatBeganAfterASkipIsReverted() {
		this.node.mine(5);
		this.fixture.run((events) -> {
			events.awaitHead(5);
			this.fixture.store.awaitStored(5);
		});
		this.node.mine(20);
		run(this.fixture.runner.withPropertyValues("headwater.chains.main.catch-up.max-blocks=3"), (context) -> {
			StoreFixture.events(context).awaitHead(25);
			assertThat(StoreFixture.events(context).of(HeadsSkippedEvent.class)).hasSize(1);
			this.fixture.store.awaitStored(25);
		});
		assertIsRevertedAsAWhole(23, 6);
	}

	@Test
	void allOfAWalkThatBeganAfterAResetIsReverted() {
		this.node.mine(5);
		run(this.fixture.runner.withPropertyValues("headwater.chains.main.window=8"), (context) -> {
			RecordedEvents events = StoreFixture.events(context);
			events.awaitHead(5);
			this.fixture.mine(events, 11);
			this.node.chain().reorg(10, 10);
			StoreFixture.awaitState(StoreFixture.stream(context), DeliveryState.HALTED);
			assertThat(events.of(ChainResetEvent.class)).hasSize(1);
			StoreFixture.stream(context).acknowledge();
			events.awaitTip(this.node.chain().head().hash());
			this.fixture.store.awaitStored(16);
		});
		assertIsRevertedAsAWhole(9, 9);
	}

	@Test
	void allOfAWalkThatBeganWithABranchIsReverted() {
		this.node.mine(5);
		this.fixture.run((events) -> {
			events.awaitHead(5);
			this.fixture.mine(events, 1);
			this.node.chain().reorg(3, 4);
			events.awaitTip(this.node.chain().head().hash());
			assertThat(events.of(ReorgEvent.class)).hasSize(1);
			this.fixture.store.awaitStored(7);
		});
		assertIsRevertedAsAWhole(5, 4);
	}

	private void assertIsRevertedAsAWhole(long first, int depth) {
		List<SimulatedBlock> left = this.node.chain().canonical();
		this.node.chain().reorg(depth, depth + 1);
		this.fixture.run((events) -> {
			events.awaitTip(this.node.chain().head().hash());
			assertThat(events.walk().subList(0, 2)).hasExactlyElementsOfTypes(StreamResumedEvent.class,
					ReorgEvent.class);
			assertThat(events.of(ReorgEvent.class)).singleElement().satisfies((reorg) -> {
				assertThat(reorg.reverted()).hasSize((int) (left.size() - first))
					.startsWith(CheckpointedStream.ref(left.get(left.size() - 1)))
					.endsWith(CheckpointedStream.ref(left.get((int) first)));
				assertThat(reorg.commonAncestor()).isEqualTo(block(first - 1));
			});
			assertGoesOnAt(first, events);
		});
	}

	@Test
	void aReorgThatWasCutOffAndWhoseBranchIsReplacedLeavesNothingToRevert() {
		this.node.mine(5);
		run(this.fixture.runner.withBean(FailsOn.class, () -> new FailsOn(ReorgEvent.class)), (context) -> {
			StoreFixture.events(context).awaitHead(5);
			this.fixture.mine(StoreFixture.events(context), 1);
			this.node.chain().reorg(3, 4);
			StoreFixture.awaitState(StoreFixture.stream(context), DeliveryState.HALTED);
		});
		assertThat(this.fixture.store.rival.stored().checkpoint().block()).isEqualTo(block(4));
		assertBeginsAboveTheCheckpoint(5, 5);
	}

	@Test
	void aReplayThatWasCutOffAndWhoseBranchIsReplacedLeavesNothingToRevert() {
		this.node.mine(5);
		run(this.fixture.runner.withBean(FailsOn.class, () -> new FailsOn(ChainResetEvent.class)), (context) -> {
			StoreFixture.events(context).awaitHead(5);
			this.fixture.mine(StoreFixture.events(context), 4);
			StoreFixture.stream(context).replay(7);
			StoreFixture.awaitState(StoreFixture.stream(context), DeliveryState.HALTED);
		});
		assertThat(this.fixture.store.rival.stored().checkpoint().block()).isEqualTo(block(6));
		assertBeginsAboveTheCheckpoint(7, 5);
	}

	private void assertBeginsAboveTheCheckpoint(long first, int depth) {
		this.node.chain().reorg(depth, depth + 1);
		this.fixture.run((events) -> {
			events.awaitTip(this.node.chain().head().hash());
			assertThat(events.of(ReorgEvent.class)).isEmpty();
			assertGoesOnAt(first, events);
		});
	}

	private void assertGoesOnAt(long first, RecordedEvents events) {
		assertThat(events.of(ChainResetEvent.class)).isEmpty();
		assertThat(events.heads()).extracting((head) -> head.ref())
			.isEqualTo(this.node.chain().canonical().stream().skip(first).map(CheckpointedStream::ref).toList());
	}

	@Test
	void aReplayIsNotLimitedEvenIfItIsCutOff() {
		this.node.mine(5);
		ApplicationContextRunner limited = this.fixture.runner
			.withPropertyValues("headwater.chains.main.catch-up.max-blocks=3");
		run(limited.withBean(FailsOn.class, () -> new FailsOn(ChainResetEvent.class)), (context) -> {
			StoreFixture.events(context).awaitHead(5);
			for (int blocks = 0; blocks < 10; blocks++) {
				this.fixture.mine(StoreFixture.events(context), 1);
			}
			StoreFixture.stream(context).replay(6);
			StoreFixture.awaitState(StoreFixture.stream(context), DeliveryState.HALTED);
		});
		this.node.mine(10);
		run(limited, (context) -> {
			RecordedEvents events = StoreFixture.events(context);
			events.awaitHead(25);
			assertThat(events.numbers()).containsExactly(6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L, 23L, 24L, 25L);
			assertThat(events.of(HeadsSkippedEvent.class)).singleElement()
				.satisfies((skipped) -> assertThat(skipped.from()).isEqualTo(16));
		});
	}

	private BlockRef block(long number) {
		return CheckpointedStream.ref(this.node.chain().canonical().get((int) number));
	}

	private static void run(ApplicationContextRunner runner, ThrowingConsumer<AssertableApplicationContext> test) {
		runner.withPropertyValues("headwater.chains.main.retry.max-retries=0").run(test::accept);
	}

	/**
	 * Ends delivery amid a step, as a crash would.
	 */
	static class FailsOn {

		private final Class<? extends ChainEvent> type;

		FailsOn(Class<? extends ChainEvent> type) {
			this.type = type;
		}

		@EventListener
		@Order(1)
		void on(ChainEvent event) {
			if (this.type.isInstance(event)) {
				throw new IllegalStateException("expected by a test");
			}
		}

	}

}
