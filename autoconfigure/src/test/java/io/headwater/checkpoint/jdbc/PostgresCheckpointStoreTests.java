package io.headwater.checkpoint.jdbc;

import javax.sql.DataSource;

import io.headwater.testing.PostgresTest;

/**
 * The store in a real PostgreSQL.
 */
@PostgresTest
class PostgresCheckpointStoreTests extends AbstractJdbcCheckpointStoreTests {

	@Override
	DataSource newDatabase() {
		return TestDatabase.postgres();
	}

}
