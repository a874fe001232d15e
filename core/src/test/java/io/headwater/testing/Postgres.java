package io.headwater.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * One PostgreSQL for all tests of this JVM, started by the first and stopped with the
 * JVM. Its binaries come as test dependencies.
 */
public final class Postgres {

	private static final AtomicInteger schemas = new AtomicInteger();

	private Postgres() {
	}

	/**
	 * Return why PostgreSQL does not run here.
	 * @return the reason in words, or {@code null} if it runs
	 */
	static @Nullable String failure() {
		return Server.FAILURE;
	}

	/**
	 * Return the data source of a schema that is empty, and nobody else's. It opens a
	 * connection each time.
	 */
	public static DataSource newSchema() {
		EmbeddedPostgres server = Server.RUNNING;
		if (server == null) {
			throw new IllegalStateException("PostgreSQL does not run here: " + Server.FAILURE);
		}
		String name = "test" + schemas.incrementAndGet();
		new JdbcTemplate(server.getPostgresDatabase()).execute("CREATE SCHEMA " + name);
		PGSimpleDataSource schema = new PGSimpleDataSource();
		schema.setUrl(server.getJdbcUrl("postgres", "postgres"));
		schema.setCurrentSchema(name);
		return schema;
	}

	private static final class Server {

		private static final @Nullable EmbeddedPostgres RUNNING;

		private static final @Nullable String FAILURE;

		static {
			EmbeddedPostgres running = null;
			String failure = null;
			try {
				running = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
				Runtime.getRuntime().addShutdownHook(new Thread(Server::stop, "stop-postgres"));
			}
			catch (IOException | IllegalStateException ex) {
				failure = ex.toString();
			}
			RUNNING = running;
			FAILURE = failure;
		}

		private static void stop() {
			try {
				if (RUNNING != null) {
					RUNNING.close();
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
