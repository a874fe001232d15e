package io.headwater.checkpoint;

import java.util.List;

import io.headwater.ChainEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is saved before a replay is told: a listener may void what it knows from there on,
 * and then crash.
 */
class ReplaySavingTests {

	private static final List<ChainEvent> REPLAY = Steps.step(Steps.replay(Steps.block(4, 'a'), Steps.block(2, 'a')),
			Steps.head(2, 'a'));

	private final CheckpointFixture fixture = new CheckpointFixture();

	private final ScriptedStore store = this.fixture.store;

	private final CheckpointRecorder recorder = new CheckpointRecorder(CheckpointFixture.KEY,
			CheckpointFixture.settings(1, 10), this.fixture.resources(), "me", Progress.NONE,
			new StoreFailures(CheckpointFixture.KEY, this.fixture, this.fixture::nanoTime), (ex) -> {
			});

	@BeforeEach
	void deliver() {
		for (long number = 0; number <= 4; number++) {
			step(Steps.step(Steps.head(number, 'a')));
		}
		step(Steps.step(Steps.finalized(3)));
	}

	private void step(List<ChainEvent> step) {
		this.recorder.begins(step);
		this.recorder.finished(step);
	}

	@Test
	void theBlockBelowIsSavedBeforeAndTheFirstHeadAfterwards() {
		this.recorder.begins(REPLAY);
		assertThat(stored().checkpoint()).isEqualTo(new Checkpoint(5, Steps.block(1, 'a'), 2, 4L, null, null, null));
		assertThat(stored().references()).isEmpty();
		this.recorder.finished(REPLAY);
		assertThat(stored().checkpoint()).isEqualTo(new Checkpoint(5, Steps.block(2, 'a'), 2, 4L, null, null, null));
		assertThat(stored().references()).isEqualTo(Steps.blocks(2, 2, 'a'));
	}

	@Test
	void aReplayThatIsTakenUpAgainIsNotSavedOnceMore() {
		this.recorder.begins(REPLAY);
		int saves = this.store.saves().size();
		this.recorder.begins(REPLAY);
		assertThat(this.store.saves()).hasSize(saves);
	}

	@Test
	void nothingIsBelowTheGenesisBlock() {
		List<ChainEvent> replay = Steps.step(Steps.replay(Steps.block(4, 'a'), Steps.block(0, 'a')),
				Steps.head(0, 'a'));
		this.recorder.begins(replay);
		assertThat(stored().checkpoint().block()).isEqualTo(Steps.block(4, 'a'));
		this.recorder.finished(replay);
		assertThat(stored().references()).isEqualTo(Steps.blocks(0, 0, 'a'));
	}

	@Test
	void aResetThatIsNoReplayIsNotSavedBefore() {
		this.recorder.begins(Steps.step(Steps.reset(Steps.block(4, 'a'), Steps.block(2, 'b')), Steps.head(2, 'b')));
		assertThat(stored().checkpoint().block()).isEqualTo(Steps.block(4, 'a'));
	}

	private StoredCheckpoint stored() {
		StoredCheckpoint stored = this.store.load(CheckpointFixture.KEY);
		assertThat(stored).isNotNull();
		return stored;
	}

}
