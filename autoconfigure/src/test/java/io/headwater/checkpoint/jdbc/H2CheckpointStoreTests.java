package io.headwater.checkpoint.jdbc;

import javax.sql.DataSource;

/**
 * The store in H2.
 */
class H2CheckpointStoreTests extends AbstractJdbcCheckpointStoreTests {

	@Override
	DataSource newDatabase() {
		return TestDatabase.h2();
	}

}
