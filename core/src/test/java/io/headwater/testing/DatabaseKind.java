package io.headwater.testing;

import java.util.UUID;

import javax.sql.DataSource;

import org.opentest4j.TestAbortedException;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The databases that tests of the store run with.
 */
public enum DatabaseKind {

	/**
	 * H2 in the memory of this JVM.
	 */
	H2 {

		@Override
		public DataSource newDatabase() {
			return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		}

	},

	/**
	 * A real PostgreSQL. Where it cannot run, the test is skipped, except in continuous
	 * integration, where it fails.
	 */
	POSTGRES {

		@Override
		public DataSource newDatabase() {
			String reason = PostgresCondition.reasonToSkip();
			if (reason != null) {
				throw new TestAbortedException(reason);
			}
			return Postgres.newSchema();
		}

	},

	/**
	 * A real MariaDB. Where it cannot run, the test is skipped, except in continuous
	 * integration, where it fails.
	 */
	MARIADB {

		@Override
		public DataSource newDatabase() {
			String reason = MariaDb.reasonToSkip();
			if (reason != null) {
				throw new TestAbortedException(reason);
			}
			return MariaDb.newDatabase();
		}

	};

	/**
	 * Return a database without any table, and nobody else's.
	 */
	public abstract DataSource newDatabase();

}
