package io.headwater.checkpoint.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * The scripts that create the tables for checkpoints, under the names that a
 * {@link JdbcCheckpointStore} uses.
 */
public final class CheckpointSchema {

	/** What the names of the tables in the scripts begin with. */
	private static final String WRITTEN_PREFIX = JdbcCheckpointStore.DEFAULT_TABLE_PREFIX;

	private CheckpointSchema() {
	}

	/**
	 * Create the tables of a store in its database, unless they are there.
	 * @param dataSource the database: H2, PostgreSQL, MySQL or MariaDB
	 * @param tablePrefix what the names of the tables begin with, such as
	 * {@link JdbcCheckpointStore#DEFAULT_TABLE_PREFIX}
	 * @throws org.springframework.dao.DataAccessException if the database refuses
	 */
	public static void create(DataSource dataSource, String tablePrefix) {
		String platform = new Database(new JdbcTemplate(dataSource)).platform();
		Resource script = new ClassPathResource("schema-" + platform + ".sql", CheckpointSchema.class);
		new ResourceDatabasePopulator(withTablePrefix(script, tablePrefix, StandardCharsets.UTF_8)).execute(dataSource);
	}

	/**
	 * Return a script with other names for the tables.
	 * @param script one of the scripts, or one like them
	 * @param tablePrefix what the names of the tables shall begin with
	 * @param encoding the encoding of the script
	 * @return the script with these names, in the same encoding
	 */
	public static Resource withTablePrefix(Resource script, String tablePrefix, Charset encoding) {
		try {
			String text = script.getContentAsString(encoding).replace(WRITTEN_PREFIX, tablePrefix);
			return new ByteArrayResource(text.getBytes(encoding), script.getDescription());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Takes the scripts that create the tables for checkpoints into a native image. */
	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources().registerPattern("io/headwater/checkpoint/jdbc/schema-*.sql");
		}

	}

}
