package io.headwater.checkpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.headwater.ChainEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Steps that move no checkpoint, delivered within transactions: an instance that was
 * frozen in one of them must not commit what its listeners did.
 */
class StepFenceTests {

	private static final List<ChainEvent> RESUMED = Steps.step(Steps.resumed(Steps.block(1, 'a')));

	private final CheckpointFixture fixture = new CheckpointFixture();

	private final ScriptedStore store = this.fixture.store;

	private final List<String> lost = new ArrayList<>();

	private final CheckpointRecorder recorder = new CheckpointRecorder(CheckpointFixture.KEY,
			CheckpointFixture.settings(1, 10), this.fixture.resources(), "me", Progress.NONE,
			new StoreFailures(CheckpointFixture.KEY, this.fixture, this.fixture::nanoTime),
			(ex) -> this.lost.add(ex.getMessage()));

	@BeforeEach
	void deliverAHead() {
		this.store.giveTo("me", CheckpointFixture.LEASE);
		this.recorder.saveWithin(Steps.step(Steps.head(1, 'a'))).run();
	}

	@Test
	void rollsBackWhenAnotherInstanceHasTakenOver() {
		this.store.giveTo("other", Duration.ofMinutes(1));
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.recorder.saveWithin(RESUMED));
		assertThat(this.lost).hasSize(1);
	}

	@Test
	void leavesTheCheckpointWhereItIs() {
		StoredCheckpoint before = this.store.load(CheckpointFixture.KEY);
		this.recorder.saveWithin(RESUMED).run();
		assertThat(this.store.load(CheckpointFixture.KEY)).isEqualTo(before);
		assertThat(this.recorder.unsaved()).isZero();
	}

	@Test
	void goesOnWithTheNextHead() {
		this.recorder.saveWithin(RESUMED).run();
		this.recorder.saveWithin(Steps.step(Steps.head(2, 'a'))).run();
		StoredCheckpoint stored = this.store.load(CheckpointFixture.KEY);
		assertThat(stored).isNotNull();
		assertThat(stored.references()).isEqualTo(Steps.blocks(1, 2, 'a'));
		assertThat(this.store.saves()).extracting(CheckpointUpdate::version).containsExactly(1L, 2L, 3L);
	}

	@Test
	void takesAStepForFinishedThatWasCommittedBefore() {
		this.store.fail(new AlreadySavedException(CheckpointFixture.KEY, 2));
		assertThatExceptionOfType(AlreadySavedException.class).isThrownBy(() -> this.recorder.saveWithin(RESUMED));
		this.recorder.saveWithin(Steps.step(Steps.head(2, 'a'))).run();
		assertThat(this.store.saves()).last().extracting(CheckpointUpdate::version).isEqualTo(3L);
	}

}
