package io.headwater.endurance;

import java.util.List;
import java.util.function.Function;

import io.headwater.BlockRef;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.checkpoint.jdbc.JdbcCheckpointStore;
import io.headwater.testing.Postgres;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables for checkpoints in a PostgreSQL that takes down who saves.
 */
final class AuditedPostgres {

	private static final CheckpointKey KEY = new CheckpointKey("endurance", "main");

	private final PGSimpleDataSource database = (PGSimpleDataSource) Postgres.newSchema();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.database);

	AuditedPostgres() {
		DatabasePopulatorUtils.execute(new ResourceDatabasePopulator(
				new ClassPathResource("schema-postgresql.sql", JdbcCheckpointStore.class)), this.database);
		this.jdbc.execute("CREATE TABLE save (id BIGSERIAL PRIMARY KEY, owner VARCHAR(160))");
		this.jdbc.execute("CREATE FUNCTION audit() RETURNS TRIGGER LANGUAGE plpgsql AS "
				+ "$$ BEGIN INSERT INTO save (owner) VALUES (NEW.owner); RETURN NULL; END $$");
		this.jdbc.execute("CREATE TRIGGER audit AFTER UPDATE ON headwater_checkpoint FOR EACH ROW "
				+ "WHEN (NEW.version > OLD.version) EXECUTE FUNCTION audit()");
	}

	/** What an instance needs to keep its checkpoints there. */
	List<String> arguments() {
		return List.of("--spring.application.name=" + KEY.namespace(),
				"--spring.datasource.url=" + this.database.getUrl(),
				"--spring.datasource.username=" + this.database.getUser(), "--headwater.checkpoint.store=jdbc");
	}

	/** Where delivery stands. */
	BlockRef checkpoint() {
		StoredCheckpoint stored = new JdbcCheckpointStore(this.database).load(KEY);
		assertThat(stored).isNotNull();
		return stored.checkpoint().block();
	}

	<T> T read(Function<JdbcTemplate, T> query) {
		return query.apply(this.jdbc);
	}

	/** Who has saved: each owner as often as the saves have changed to it. */
	List<String> owners() {
		return this.jdbc.queryForList("SELECT owner FROM (SELECT id, owner, LAG(owner) OVER (ORDER BY id) AS before "
				+ "FROM save) AS saves WHERE before IS NULL OR before <> owner ORDER BY id", String.class);
	}

}
