package io.headwater.checkpoint.jdbc;

import java.util.UUID;

import javax.sql.DataSource;

import io.headwater.testing.DatabaseKind;

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

	static DataSource of(DatabaseKind kind) {
		DataSource database = kind.newDatabase();
		CheckpointSchema.create(database, JdbcCheckpointStore.DEFAULT_TABLE_PREFIX);
		return database;
	}

	static DataSource h2() {
		return of(DatabaseKind.H2);
	}

	static DataSource h2(String options) {
		return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;" + options, "sa",
				"");
	}

	static DataSource postgres() {
		return of(DatabaseKind.POSTGRES);
	}

	static DataSource withTables(String platform, DataSource database) {
		ClassPathResource script = new ClassPathResource("schema-" + platform + ".sql", JdbcCheckpointStore.class);
		DatabasePopulatorUtils.execute(new ResourceDatabasePopulator(script), database);
		return database;
	}

}
