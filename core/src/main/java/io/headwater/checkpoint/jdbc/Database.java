package io.headwater.checkpoint.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The database with all tables. Where it can, it ends a transaction of an instance that
 * says nothing for as long as the lease: one that was frozen in the midst of it would
 * otherwise keep others from taking over, since it has locked the row.
 */
final class Database {

	private final JdbcTemplate jdbc;

	private volatile @Nullable Dialect dialect;

	private volatile @Nullable Duration lease;

	Database(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	JdbcTemplate jdbc() {
		return this.jdbc;
	}

	/** Found late, so that an application starts while its database is away. */
	private Dialect dialect() {
		Dialect dialect = this.dialect;
		if (dialect == null) {
			String productName = this.jdbc
				.execute((ConnectionCallback<String>) (connection) -> productName(connection.getMetaData()));
			dialect = Dialect.of(String.valueOf(productName));
			this.dialect = dialect;
		}
		return dialect;
	}

	private static String productName(DatabaseMetaData metaData) throws SQLException {
		return metaData.getDatabaseProductName();
	}

	/** Return which of the schema scripts is this database's. */
	String platform() {
		return dialect().platform;
	}

	/** Return the SQL expression for the time, in milliseconds. */
	String now() {
		return dialect().now();
	}

	/** Note for how long a lease lasts. */
	void lease(Duration lease) {
		this.lease = lease;
	}

	/**
	 * Return what is added to the condition of a statement that locks a row, so that it
	 * costs no other one.
	 */
	String andLimitLocks() {
		String limit = limit();
		return (limit != null) ? " AND " + limit : "";
	}

	/** Limit for how long this transaction may stand still from now on. */
	void limitLocks() {
		String limit = limit();
		if (limit != null) {
			this.jdbc.queryForObject("SELECT " + limit, Boolean.class);
		}
	}

	private @Nullable String limit() {
		Duration lease = this.lease;
		return (lease != null) ? dialect().limit(lease) : null;
	}

	/**
	 * How a database says what each says in its own way: its time, in milliseconds since
	 * 1970 (as a number, since databases differ in what they make of time zones and of
	 * the hour that comes twice), and how long a transaction may stand still.
	 */
	enum Dialect {

		H2("h2", "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)", null),

		POSTGRESQL("postgresql", H2.now,
				"CASE WHEN CAST(current_setting('idle_in_transaction_session_timeout') AS INTERVAL) "
						+ "BETWEEN INTERVAL '1 millisecond' AND INTERVAL '%1$d milliseconds' THEN TRUE "
						+ "ELSE set_config('idle_in_transaction_session_timeout', '%1$d', TRUE) IS NOT NULL END"),

		MYSQL("mysql", "(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)", null),

		MARIADB(MYSQL.platform, MYSQL.now, null);

		private final String platform;

		private final String now;

		private final @Nullable String limit;

		Dialect(String platform, String now, @Nullable String limit) {
			this.platform = platform;
			this.now = now;
			this.limit = limit;
		}

		/** Return the expression for the time when the transaction began. */
		String now() {
			return this.now;
		}

		/**
		 * Return a condition that always holds, and ends the transaction in which it is
		 * evaluated once its client has said nothing for a time, unless the database does
		 * so sooner.
		 * @return the condition, or {@code null} if the database has none
		 */
		@Nullable String limit(Duration atMost) {
			return (this.limit != null) ? this.limit.formatted(atMost.toMillis()) : null;
		}

		static Dialect of(String productName) {
			return Arrays.stream(values())
				.filter((dialect) -> productName.toUpperCase(Locale.ROOT).startsWith(dialect.name()))
				.findFirst()
				.orElseThrow(() -> new InvalidDataAccessResourceUsageException(
						"Checkpoints cannot be kept in a database of the kind '" + productName
								+ "', only in H2, PostgreSQL, MySQL and MariaDB: declare a CheckpointStore bean"));
		}

	}

}
