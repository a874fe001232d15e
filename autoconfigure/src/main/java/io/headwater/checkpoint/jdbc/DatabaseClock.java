package io.headwater.checkpoint.jdbc;

import java.util.Arrays;
import java.util.Locale;

import org.springframework.dao.InvalidDataAccessResourceUsageException;

/**
 * How a database tells its time, in milliseconds since 1970: as a number, since databases
 * differ in what they make of time zones and of the hour that comes twice.
 */
enum DatabaseClock {

	H2("CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)"),

	POSTGRESQL("CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)"),

	MYSQL("(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000)"),

	MARIADB(MYSQL.now);

	private final String now;

	DatabaseClock(String now) {
		this.now = now;
	}

	/**
	 * Return the SQL expression for the time at the beginning of the transaction or
	 * statement.
	 */
	String now() {
		return this.now;
	}

	/**
	 * Find the clock of a database.
	 * @param productName what the database calls itself
	 */
	static DatabaseClock of(String productName) {
		return Arrays.stream(values())
			.filter((clock) -> productName.toUpperCase(Locale.ROOT).startsWith(clock.name()))
			.findFirst()
			.orElseThrow(() -> new InvalidDataAccessResourceUsageException(
					"Checkpoints cannot be kept in a database of the kind '" + productName
							+ "', only in H2, PostgreSQL, MySQL and MariaDB: declare a CheckpointStore bean"));
	}

}
