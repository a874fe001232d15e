package io.headwater.stream;

import javax.sql.DataSource;

import io.headwater.testing.Postgres;
import io.headwater.testing.PostgresTest;

/**
 * Steps in transactions of a real PostgreSQL.
 */
@PostgresTest
class PostgresTransactionalStreamTests extends AbstractTransactionalStreamTests {

	@Override
	DataSource newDatabase() {
		return Postgres.newSchema();
	}

}
