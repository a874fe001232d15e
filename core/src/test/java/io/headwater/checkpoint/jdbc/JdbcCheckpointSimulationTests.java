package io.headwater.checkpoint.jdbc;

import javax.sql.DataSource;

import io.headwater.checkpoint.CheckpointSimulation;
import io.headwater.testing.PostgresTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many schedules of steps, failures and restarts, on databases.
 */
class JdbcCheckpointSimulationTests {

	@Test
	void keepsWhatWasDeliveredOverEveryRestartInH2() {
		for (long seed = 1; seed <= 8; seed++) {
			run(seed, TestDatabase.h2(), 200);
		}
	}

	@Test
	@PostgresTest
	void keepsWhatWasDeliveredOverEveryRestartInPostgres() {
		run(7, TestDatabase.postgres(), 200);
	}

	private static void run(long seed, DataSource database, int actions) {
		assertThat(new CheckpointSimulation(seed, new JdbcCheckpointStore(database)).run(actions)).isPositive();
	}

}
