package io.headwater.checkpoint.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

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

	/**
	 * Return the SQL expression for the time, in milliseconds.
	 */
	String now() {
		return dialect().now();
	}

	/**
	 * Note for how long a lease lasts.
	 */
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

	/**
	 * Limit for how long this transaction may stand still from now on.
	 */
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

}
