package io.headwater.checkpoint.jdbc;

import java.time.Duration;

import io.headwater.checkpoint.CheckpointKey;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is. A table of its own: a renewal must neither wait for a step's
 * transaction, which may have locked the checkpoint's row, nor change a row that this
 * transaction is about to change (databases that read from a snapshot refuse that).
 */
final class LeaseTable {

	private static final String KEY = " WHERE NAMESPACE = ? AND CHAIN = ? AND LISTENER_GROUP = ?";

	private final Database database;

	private final String table;

	LeaseTable(Database database, String tablePrefix) {
		this.database = database;
		this.table = tablePrefix + "LEASE";
	}

	private String now() {
		return this.database.now();
	}

	/** Return the lease, or {@code null} if there never was one. */
	@Nullable Row load(CheckpointKey key) {
		return this.database.jdbc()
			.query("SELECT OWNER, EXPIRES_AT - " + now() + " FROM " + this.table + KEY,
					(row, index) -> new Row(row.getString(1), row.getLong(2)), key.namespace(), key.chain(),
					key.group())
			.stream()
			.findFirst()
			.orElse(null);
	}

	void insert(CheckpointKey key, String owner, Duration lease) {
		this.database.jdbc()
			.update("INSERT INTO " + this.table + " (NAMESPACE, CHAIN, LISTENER_GROUP, OWNER, EXPIRES_AT) "
					+ "VALUES (?, ?, ?, ?, " + now() + " + ?)", key.namespace(), key.chain(), key.group(), owner,
					lease.toMillis());
	}

	/** Return whether the lease had run out, and is taken. */
	boolean take(CheckpointKey key, String owner, Duration lease) {
		return update("OWNER = ?, EXPIRES_AT = " + now() + " + ?", "EXPIRES_AT <= " + now(), owner, lease.toMillis(),
				key.namespace(), key.chain(), key.group());
	}

	/** Return whether the lease is still the owner's, and is extended. */
	boolean renew(CheckpointKey key, String owner, Duration lease) {
		return update("EXPIRES_AT = " + now() + " + ?", "OWNER = ? AND EXPIRES_AT > " + now(), lease.toMillis(),
				key.namespace(), key.chain(), key.group(), owner);
	}

	void release(CheckpointKey key, String owner) {
		update("EXPIRES_AT = " + now(), "OWNER = ? AND EXPIRES_AT > " + now(), key.namespace(), key.chain(),
				key.group(), owner);
	}

	private boolean update(String assignments, String condition, Object... parameters) {
		return this.database.jdbc()
			.update("UPDATE " + this.table + " SET " + assignments + KEY + " AND " + condition, parameters) > 0;
	}

	/**
	 * A lease.
	 *
	 * @param owner who has it, or had it last
	 * @param remainingMillis for how long it lasts, not positive once it has run out
	 */
	record Row(String owner, long remainingMillis) {
	}

}
