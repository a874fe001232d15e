package io.headwater.checkpoint;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Many schedules of steps, failures and restarts, on the store in memory.
 */
class CheckpointSimulationTests {

	@Test
	void keepsWhatWasDeliveredOverEveryRestart() {
		int restarts = 0;
		for (long seed = 1; seed <= 200; seed++) {
			restarts += new CheckpointSimulation(seed, new InMemoryCheckpointStore()).run(300);
		}
		assertThat(restarts).isGreaterThan(2000);
	}

	@Test
	void anErrorThatEndsSavingIsFound() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> new CheckpointSimulation(1, new InMemoryCheckpointStore(), false).run(300));
	}

}
