package io.headwater.checkpoint.jdbc;

import java.time.Duration;

import javax.sql.DataSource;

import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointUpdate;
import io.headwater.checkpoint.Steps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The script for MySQL and MariaDB as H2 reads it when it speaks their dialect. MariaDB
 * itself is run by the tests of {@code DatabaseKind}; for MySQL this must do.
 */
class MySqlSchemaTests {

	private static final CheckpointKey KEY = new CheckpointKey("app", "main");

	@ParameterizedTest
	@ValueSource(strings = { "MySQL", "MariaDB" })
	void createsTheTables(String mode) {
		DataSource database = TestDatabase.withTables("mysql", TestDatabase.h2("MODE=" + mode));
		TestDatabase.withTables("mysql", database);
		JdbcCheckpointStore store = new JdbcCheckpointStore(database);
		assertThat(store.acquire(KEY, "me", Duration.ofMinutes(1)).acquired()).isTrue();
		store.save(KEY, new CheckpointUpdate(new Checkpoint(5, Steps.block(3, 'a'), 1, null, null, null, null), 1,
				Steps.blocks(1, 3, 'a'), 8, "me", 1));
		assertThat(store.load(KEY)).extracting("references").isEqualTo(Steps.blocks(1, 3, 'a'));
	}

	@ParameterizedTest
	@ValueSource(strings = { "H2", "PostgreSQL", "MySQL", "MariaDB", "mariadb server" })
	void knowsTheClockOfEach(String productName) {
		assertThat(Database.Dialect.of(productName).now()).isNotEmpty();
	}

	@Test
	void saysWhichDatabasesItKnows() {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> Database.Dialect.of("Oracle"))
			.withMessageContaining("a database of the kind 'Oracle', only in H2, PostgreSQL, MySQL and MariaDB");
	}

}
