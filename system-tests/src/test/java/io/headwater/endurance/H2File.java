package io.headwater.endurance;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.checkpoint.jdbc.JdbcCheckpointStore;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A database of H2 in a file, for an application that is killed, and between its lives
 * for the test: one process at a time has it.
 */
final class H2File {

	private static final CheckpointKey KEY = new CheckpointKey("endurance", "main");

	private static final String USER = "sa";

	private final String url;

	/**
	 * Name a database that need not be there yet.
	 * @param directory where its file is to be
	 */
	H2File(Path directory) {
		// By default H2 writes what was committed half a second later, and closes itself
		// while the application still stops.
		this.url = "jdbc:h2:file:" + directory.resolve("endurance") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
	}

	/** What an application needs to keep its checkpoints there. */
	List<String> arguments() {
		return List.of("--spring.application.name=" + KEY.namespace(), "--spring.datasource.url=" + this.url,
				"--spring.datasource.username=" + USER, "--headwater.checkpoint.store=jdbc",
				"--headwater.checkpoint.jdbc.initialize-schema=always", "--headwater.checkpoint.lease=1s");
	}

	@Nullable StoredCheckpoint checkpoint() {
		return inDatabase((jdbc) -> new JdbcCheckpointStore(jdbc.getDataSource()).load(KEY));
	}

	/** Do something while no application has the database. */
	<T> T inDatabase(Function<JdbcTemplate, T> work) {
		SingleConnectionDataSource connection = new SingleConnectionDataSource(this.url, USER, "", true);
		try {
			return work.apply(new JdbcTemplate(connection));
		}
		finally {
			connection.destroy();
		}
	}

}
