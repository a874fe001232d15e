package io.headwater.checkpoint;

import java.util.List;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a checkpoint is after each kind of step.
 */
class ProgressTests {

	private static final int WINDOW = 4;

	private final Progress begun = after(Progress.NONE, Steps.step(Steps.head(7, 'a')), Steps.step(Steps.head(8, 'a')),
			Steps.step(Steps.head(9, 'a')));

	@SafeVarargs
	private static Progress after(Progress from, List<ChainEvent>... steps) {
		Progress result = from;
		for (List<ChainEvent> step : steps) {
			result = result.after(step, WINDOW);
		}
		return result;
	}

	private static void assertAt(Progress progress, BlockRef block, List<BlockRef> unsaved, long oldest) {
		CheckpointUpdate update = progress.update(WINDOW, "me");
		assertThat(update.checkpoint().block()).isEqualTo(block);
		assertThat(update.added()).isEqualTo(unsaved);
		assertThat(update.oldest()).isEqualTo(oldest);
	}

	@Test
	void goesBackToTheCommonAncestorBeforeAStepWithAReorg() {
		List<ChainEvent> step = Steps.step(Steps.reorg(Steps.block(7, 'a')), Steps.head(8, 'b'));
		Progress before = this.begun.before(step);
		assertAt(before, Steps.block(7, 'a'), Steps.blocks(7, 7, 'a'), 7);
		assertThat(before.steps()).isEqualTo(this.begun.steps() + 1);
		assertAt(after(before, step), Steps.block(8, 'b'), List.of(Steps.block(7, 'a'), Steps.block(8, 'b')), 7);
		assertThat(before.before(step)).isEqualTo(before);
		assertThat(Progress.NONE.before(step)).isEqualTo(Progress.NONE);
		assertThat(this.begun.before(Steps.step(Steps.head(10, 'a')))).isEqualTo(this.begun);
	}

	@Test
	void isTheLastHead() {
		assertAt(this.begun, Steps.block(9, 'a'), Steps.blocks(7, 9, 'a'), 7);
		assertThat(this.begun.update(WINDOW, "me").checkpoint().chainId()).isEqualTo(Steps.CHAIN_ID);
	}

	@Test
	void remembersNoMoreThanTheWindow() {
		Progress progress = after(this.begun, Steps.step(Steps.head(10, 'a')), Steps.step(Steps.head(11, 'a')));
		assertAt(progress, Steps.block(11, 'a'), Steps.blocks(8, 11, 'a'), 8);
	}

	@Test
	void savesOnlyWhatIsNew() {
		Progress saved = this.begun.savedUpTo(this.begun.steps());
		assertAt(saved, Steps.block(9, 'a'), List.of(), 7);
		assertAt(after(saved, Steps.step(Steps.head(10, 'a'))), Steps.block(10, 'a'), Steps.blocks(10, 10, 'a'), 7);
	}

	@Test
	void keepsWhatCameWhileASaveWasUnderWay() {
		Progress later = after(this.begun, Steps.step(Steps.reorg(Steps.block(7, 'a')), Steps.head(8, 'b')));
		assertAt(later.savedUpTo(this.begun.steps()), Steps.block(8, 'b'), Steps.blocks(8, 8, 'b'), 7);
	}

	@Test
	void isTheHeadOfTheNewBranchAfterAReorg() {
		Progress progress = after(this.begun, Steps.step(Steps.reorg(Steps.block(7, 'a')), Steps.head(8, 'b')));
		assertAt(progress, Steps.block(8, 'b'), List.of(Steps.block(7, 'a'), Steps.block(8, 'b')), 7);
	}

	@Test
	void isTheAncestorOfAReorgWhoseBranchHasNotCome() {
		Progress progress = after(this.begun, Steps.step(Steps.reorg(Steps.block(8, 'a'))));
		assertAt(progress, Steps.block(8, 'a'), Steps.blocks(7, 8, 'a'), 7);
	}

	@Test
	void takesSeveralReorgsBeforeAHead() {
		Progress progress = after(this.begun,
				Steps.step(Steps.reorg(Steps.block(8, 'a')), Steps.reorg(Steps.block(7, 'a')), Steps.head(8, 'c')));
		assertAt(progress, Steps.block(8, 'c'), List.of(Steps.block(7, 'a'), Steps.block(8, 'c')), 7);
	}

	@Test
	void remembersNothingBelowABranchThatRevertsTheWholeWalk() {
		Progress reverted = after(this.begun, Steps.step(Steps.reorg(Steps.block(6, 'b'))));
		assertAt(reverted, Steps.block(6, 'b'), List.of(), 7);
		assertAt(after(reverted, Steps.step(Steps.head(7, 'b'))), Steps.block(7, 'b'), Steps.blocks(7, 7, 'b'), 7);
	}

	@Test
	void beginsAnewAboveASkippedRange() {
		Progress progress = after(this.begun, Steps.step(Steps.skipped(10, 19), Steps.head(20, 'a')),
				Steps.step(Steps.head(21, 'a')));
		assertAt(progress, Steps.block(21, 'a'), Steps.blocks(20, 21, 'a'), 20);
	}

	@Test
	void beginsAnewAfterASkippedRangeThatEndsJustAboveTheCheckpoint() {
		Progress reverted = after(this.begun,
				Steps.step(Steps.reorg(Steps.block(8, 'a')), Steps.skipped(9, 9), Steps.head(10, 'b')));
		assertAt(reverted, Steps.block(10, 'b'), Steps.blocks(10, 10, 'b'), 10);
	}

	@Test
	void beginsAnewWithTheHeadAfterAReset() {
		Progress progress = after(this.begun,
				Steps.step(Steps.reset(Steps.block(9, 'a'), Steps.block(10, 'b')), Steps.head(10, 'b')));
		assertAt(progress, Steps.block(10, 'b'), Steps.blocks(10, 10, 'b'), 10);
	}

	@Test
	void knowsWhereTheWalkHasBegunForAsLongAsItLasts() {
		assertThat(first(this.begun)).isEqualTo(7);
		assertThat(first(after(this.begun, Steps.step(Steps.head(10, 'a')), Steps.step(Steps.head(11, 'a')))))
			.isEqualTo(7);
		assertThat(first(after(this.begun, Steps.step(Steps.reorg(Steps.block(7, 'a')), Steps.head(8, 'b')))))
			.isEqualTo(7);
		assertThat(first(after(this.begun, Steps.step(Steps.reorg(Steps.block(6, 'b')))))).isEqualTo(7);
		assertThat(first(after(this.begun, Steps.step(Steps.reorg(Steps.block(6, 'b')), Steps.head(7, 'b')))))
			.isEqualTo(7);
		assertThat(first(after(this.begun, Steps.step(Steps.skipped(10, 19), Steps.head(20, 'a'))))).isEqualTo(20);
		List<ChainEvent> reset = Steps.step(Steps.reset(Steps.block(9, 'a'), Steps.block(3, 'b')));
		assertThat(first(after(this.begun, reset))).isEqualTo(7);
		assertThat(first(after(this.begun, reset, Steps.step(Steps.head(3, 'b'))))).isEqualTo(3);
	}

	private static long first(Progress progress) {
		return progress.update(WINDOW, "me").checkpoint().first();
	}

	@Test
	void knowsUpToWhereAReplayLeads() {
		Progress replaying = replay(this.begun, 9, 7);
		assertThat(replayedUpTo(replaying)).isEqualTo(9);
		assertThat(first(replaying)).isEqualTo(7);
		assertThat(replayedUpTo(after(replaying, Steps.step(Steps.head(8, 'a'))))).isEqualTo(9);
		assertThat(replayedUpTo(after(replaying, Steps.step(Steps.head(8, 'a')), Steps.step(Steps.head(9, 'a')))))
			.isNull();
		assertThat(replayedUpTo(replay(replaying, 7, 6))).isEqualTo(9);
		assertThat(replayedUpTo(after(replaying,
				Steps.step(Steps.reset(Steps.block(7, 'a'), Steps.block(5, 'b')), Steps.head(5, 'b')))))
			.isNull();
		assertThat(replayedUpTo(this.begun
			.before(Steps.step(Steps.replay(Steps.block(9, 'a'), Steps.block(7, 'a')), Steps.head(7, 'a')))))
			.isEqualTo(9);
	}

	private static Progress replay(Progress from, long tip, long to) {
		return after(from, Steps.step(Steps.replay(Steps.block(tip, 'a'), Steps.block(to, 'a')), Steps.head(to, 'a')));
	}

	private static @Nullable Long replayedUpTo(Progress progress) {
		return progress.update(WINDOW, "me").checkpoint().replayedUpTo();
	}

	@Test
	void staysWhereItIsAfterAResetThatHalts() {
		Progress halted = after(this.begun, Steps.step(Steps.reset(Steps.block(9, 'a'), Steps.block(10, 'b'))));
		assertAt(halted, Steps.block(9, 'a'), Steps.blocks(7, 9, 'a'), 7);
		assertThat(halted.steps()).isEqualTo(this.begun.steps());
	}

	@Test
	void beginsAnewWhenAResetThatHaltedIsAcknowledged() {
		Progress halted = after(this.begun, Steps.step(Steps.reset(Steps.block(9, 'a'), Steps.block(10, 'b'))));
		assertAt(after(halted, Steps.step(Steps.head(10, 'b'))), Steps.block(10, 'b'), Steps.blocks(10, 10, 'b'), 10);
	}

	@Test
	void rememberesWhatWasTold() {
		Progress progress = after(this.begun, Steps.step(Steps.head(10, 'a'), Steps.confirmed(7)),
				Steps.step(Steps.safe(8)), Steps.step(Steps.finalized(7)));
		Checkpoint checkpoint = progress.update(WINDOW, "me").checkpoint();
		assertThat(checkpoint).isEqualTo(new Checkpoint(Steps.CHAIN_ID, Steps.block(10, 'a'), 7, null, 7L, 8L, 7L));
	}

	@Test
	void confirmsAgainWhatAReorgHasReplaced() {
		Progress progress = after(this.begun, Steps.step(Steps.confirmed(9)), Steps.step(Steps.safe(9)),
				Steps.step(Steps.reorg(Steps.block(8, 'a')), Steps.head(9, 'b')));
		Checkpoint checkpoint = progress.update(WINDOW, "me").checkpoint();
		assertThat(checkpoint).isEqualTo(new Checkpoint(Steps.CHAIN_ID, Steps.block(9, 'b'), 7, null, 8L, 9L, null));
	}

	@Test
	void keepsWhatWasSafeAndFinalizedOverASkip() {
		Progress progress = after(this.begun, Steps.step(Steps.confirmed(7)), Steps.step(Steps.safe(8)),
				Steps.step(Steps.finalized(7)), Steps.step(Steps.skipped(10, 19), Steps.head(20, 'a')));
		assertThat(progress.checkpoint())
			.isEqualTo(new Checkpoint(Steps.CHAIN_ID, Steps.block(20, 'a'), 20, null, null, 8L, 7L));
	}

	@Test
	void forgetsWhatWasSafeAndFinalizedAfterAReset() {
		Progress progress = after(this.begun, Steps.step(Steps.safe(8)), Steps.step(Steps.finalized(7)),
				Steps.step(Steps.reset(Steps.block(9, 'a'), Steps.block(10, 'b')), Steps.head(10, 'b')));
		assertThat(progress.checkpoint())
			.isEqualTo(new Checkpoint(Steps.CHAIN_ID, Steps.block(10, 'b'), 10, null, null, null, null));
	}

	@Test
	void goesOnFromWhatWasStored() {
		Checkpoint checkpoint = new Checkpoint(Steps.CHAIN_ID, Steps.block(9, 'a'), 7, null, 6L, null, 5L);
		Progress progress = Progress.from(new StoredCheckpoint(checkpoint, Steps.blocks(7, 9, 'a')));
		assertAt(after(progress, Steps.step(Steps.head(10, 'a'))), Steps.block(10, 'a'), Steps.blocks(10, 10, 'a'), 7);
		assertAt(after(progress, Steps.step(Steps.reorg(Steps.block(7, 'a')), Steps.head(8, 'b'))), Steps.block(8, 'b'),
				Steps.blocks(8, 8, 'b'), 7);
	}

	@Test
	void hasNoCheckpointBeforeTheFirstHead() {
		assertThat(after(Progress.NONE, Steps.step(Steps.skipped(1, 3))).checkpoint()).isNull();
	}

}
