package io.headwater.stream;

import javax.sql.DataSource;

import io.headwater.testing.Postgres;
import io.headwater.testing.PostgresTest;

/**
 * A stream with its checkpoint in a real PostgreSQL.
 */
@PostgresTest
class PostgresCheckpointedStreamTests extends AbstractCheckpointedStreamTests {

	@Override
	DataSource newDatabase() {
		return Postgres.newSchema();
	}

}
