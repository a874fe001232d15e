package io.headwater.checkpoint.jdbc;

import javax.sql.DataSource;

import io.headwater.testing.PostgresTest;

/**
 * Two instances on a real PostgreSQL.
 */
@PostgresTest
class PostgresCheckpointHandoverTests extends AbstractCheckpointHandoverTests {

	@Override
	DataSource newDatabase() {
		return TestDatabase.postgres();
	}

}
