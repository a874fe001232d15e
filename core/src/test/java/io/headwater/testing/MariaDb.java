package io.headwater.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * One MariaDB for all tests of this JVM, started by the first and stopped with the JVM.
 * Its binaries are the system's (Debian's package {@code mariadb-server}), its data are
 * in a folder of its own.
 */
final class MariaDb {

	private static final Path SERVER = Path.of("/usr/sbin/mariadbd");

	private static final Path INSTALLER = Path.of("/usr/bin/mariadb-install-db");

	/** The server refuses to be root, and takes this user of any system instead. */
	private static final String UNPRIVILEGED = "nobody";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final AtomicInteger databases = new AtomicInteger();

	private MariaDb() {
	}

	/**
	 * Return why tests with MariaDB are skipped here, which they never are in continuous
	 * integration.
	 */
	static @Nullable String reasonToSkip() {
		String failure = Server.FAILURE;
		if (failure == null) {
			return null;
		}
		if ("true".equalsIgnoreCase(System.getenv("CI"))) {
			throw new IllegalStateException("MariaDB is required in CI, but does not run here: " + failure);
		}
		return "MariaDB does not run here, so tests with it are skipped: " + failure;
	}

	/**
	 * Return the data source of a database that is empty, and nobody else's. It opens a
	 * connection each time.
	 */
	static DataSource newDatabase() {
		String name = "test" + databases.incrementAndGet();
		new JdbcTemplate(dataSource("")).execute("CREATE DATABASE " + name);
		return dataSource(name);
	}

	private static DataSource dataSource(String database) {
		return new DriverManagerDataSource(Server.url(database), "root", "");
	}

	private static final class Server {

		private static final @Nullable String FAILURE;

		private static int port;

		static {
			String failure = null;
			try {
				start();
			}
			catch (IOException | IllegalStateException | ConditionTimeoutException ex) {
				failure = ex.toString();
			}
			FAILURE = failure;
		}

		private static String url(String database) {
			return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
		}

		private static void start() throws IOException {
			if (!Files.isExecutable(SERVER) || !Files.isExecutable(INSTALLER)) {
				throw new IllegalStateException("there is no " + SERVER + " or no " + INSTALLER
						+ " (apt-get install --no-install-recommends mariadb-server)");
			}
			Path folder = Files.createTempDirectory("headwater-mariadb");
			Path log = Files.createFile(folder.resolve("log"));
			Path data = folder.resolve("data");
			install(folder, data, log);
			port = freePort();
			Process server = new ProcessBuilder(command(SERVER, data, "--socket=" + data.resolve("socket"),
					"--bind-address=127.0.0.1", "--port=" + port, "--skip-name-resolve", "--skip-log-bin",
					"--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M", "--performance-schema=OFF"))
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder), "stop-mariadb"));
			// Another thread would wait for this class to be initialised.
			Awaitility.await("MariaDB, which logs to " + log)
				.pollInSameThread()
				.atMost(PATIENCE)
				.until(() -> answers(server, log));
		}

		private static void install(Path folder, Path data, Path log) throws IOException {
			if (isRoot()) {
				folder.toFile().setExecutable(true, false);
			}
			Process installer = new ProcessBuilder(
					command(INSTALLER, data, "--auth-root-authentication-method=normal", "--skip-test-db"))
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
				.start();
			try {
				if (!installer.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || installer.exitValue() != 0) {
					installer.destroyForcibly();
					throw new IllegalStateException(INSTALLER + " has failed: " + Files.readString(log));
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

		/** What the system's own server is told must not matter here. */
		private static List<String> command(Path program, Path data, String... options) {
			List<String> command = new ArrayList<>(List.of(program.toString(), "--no-defaults", "--datadir=" + data));
			if (isRoot()) {
				command.add("--user=" + UNPRIVILEGED);
			}
			command.addAll(List.of(options));
			return command;
		}

		private static boolean isRoot() {
			return "root".equals(System.getProperty("user.name"));
		}

		private static int freePort() throws IOException {
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
		}

		private static boolean answers(Process server, Path log) throws IOException {
			if (!server.isAlive()) {
				throw new IllegalStateException(SERVER + " has ended: " + Files.readString(log));
			}
			try (Connection connection = DriverManager.getConnection(url(""), "root", "")) {
				return connection.isValid(1);
			}
			catch (SQLException ex) {
				return false;
			}
		}

		private static void stop(Process server, Path folder) {
			server.destroyForcibly().onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
			try {
				FileSystemUtils.deleteRecursively(folder);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
