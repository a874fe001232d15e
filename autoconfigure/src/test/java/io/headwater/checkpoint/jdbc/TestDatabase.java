package io.headwater.checkpoint.jdbc;

import java.util.UUID;

import javax.sql.DataSource;

import io.headwater.testing.Postgres;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Databases with the tables of the schema scripts.
 */
final class TestDatabase {

	private TestDatabase() {
	}

	static DataSource h2() {
		return withTables("h2", h2("MODE=REGULAR"));
	}

	static DataSource h2(String options) {
		return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;" + options, "sa",
				"");
	}

	static DataSource postgres() {
		return withTables("postgresql", Postgres.newSchema());
	}

	static DataSource withTables(String platform, DataSource database) {
		ClassPathResource script = new ClassPathResource("schema-" + platform + ".sql", JdbcCheckpointStore.class);
		DatabasePopulatorUtils.execute(new ResourceDatabasePopulator(script), database);
		return database;
	}

}
