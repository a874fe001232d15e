package io.headwater.checkpoint.jdbc;

import javax.sql.DataSource;

/**
 * Two instances on H2.
 */
class H2CheckpointHandoverTests extends AbstractCheckpointHandoverTests {

	@Override
	DataSource newDatabase() {
		return TestDatabase.h2();
	}

}
