package io.headwater.checkpoint.jdbc;

import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointUpdate;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Where delivery stands, a row a checkpoint.
 */
final class CheckpointTable {

	private static final String KEY = " WHERE NAMESPACE = ? AND CHAIN = ? AND LISTENER_GROUP = ?";

	private final Database database;

	private final JdbcTemplate jdbc;

	private final String table;

	CheckpointTable(Database database, String tablePrefix) {
		this.database = database;
		this.jdbc = database.jdbc();
		this.table = tablePrefix + "CHECKPOINT";
	}

	@Nullable CheckpointRow load(CheckpointKey key) {
		return select(key, "");
	}

	/**
	 * Read a row that is to be changed in the same transaction.
	 */
	@Nullable CheckpointRow loadForUpdate(CheckpointKey key) {
		return select(key, " FOR UPDATE");
	}

	private @Nullable CheckpointRow select(CheckpointKey key, String lock) {
		return this.jdbc
			.query("SELECT OWNER, VERSION, RING_SIZE, CHAIN_ID, BLOCK_NUMBER, BLOCK_HASH, OLDEST_NUMBER, "
					+ "FIRST_NUMBER, REPLAYED_NUMBER, CONFIRMED_NUMBER, SAFE_NUMBER, FINALIZED_NUMBER FROM "
					+ this.table + KEY + lock, (row, index) -> CheckpointRow.read(row), key.namespace(), key.chain(),
					key.group())
			.stream()
			.findFirst()
			.orElse(null);
	}

	/**
	 * Save, unless the row is another owner's, has this version or a later one, or its
	 * ring has another size.
	 * @return whether it was saved
	 */
	boolean save(CheckpointKey key, CheckpointUpdate update) {
		Checkpoint checkpoint = update.checkpoint();
		return this.jdbc.update("UPDATE " + this.table
				+ " SET VERSION = ?, CHAIN_ID = ?, BLOCK_NUMBER = ?, BLOCK_HASH = ?, "
				+ "OLDEST_NUMBER = ?, FIRST_NUMBER = ?, REPLAYED_NUMBER = ?, CONFIRMED_NUMBER = ?, SAFE_NUMBER = ?, FINALIZED_NUMBER = ?"
				+ KEY + " AND OWNER = ? AND VERSION < ? AND RING_SIZE = ?" + this.database.andLimitLocks(),
				update.version(), checkpoint.chainId(), checkpoint.block().number(),
				checkpoint.block().hash().toString(), update.oldest(), checkpoint.first(), checkpoint.replayedUpTo(),
				checkpoint.confirmed(), checkpoint.safe(), checkpoint.finalized(), key.namespace(), key.chain(),
				key.group(), update.owner(), update.version(), update.window()) > 0;
	}

	void resizeRing(CheckpointKey key, int ringSize) {
		this.jdbc.update("UPDATE " + this.table + " SET RING_SIZE = ?" + KEY, ringSize, key.namespace(), key.chain(),
				key.group());
	}

	/**
	 * Let an owner save, and nobody else; its versions begin anew.
	 */
	void assign(CheckpointKey key, String owner) {
		int updated = this.jdbc.update("UPDATE " + this.table + " SET OWNER = ?, VERSION = 0" + KEY, owner,
				key.namespace(), key.chain(), key.group());
		if (updated == 0) {
			this.jdbc.update("INSERT INTO " + this.table
					+ " (NAMESPACE, CHAIN, LISTENER_GROUP, OWNER, VERSION, RING_SIZE) " + "VALUES (?, ?, ?, ?, 0, 0)",
					key.namespace(), key.chain(), key.group(), owner);
		}
	}

	void delete(CheckpointKey key) {
		this.jdbc.update("DELETE FROM " + this.table + KEY, key.namespace(), key.chain(), key.group());
	}

}
