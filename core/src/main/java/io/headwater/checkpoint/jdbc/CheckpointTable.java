package io.headwater.checkpoint.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointUpdate;
import io.headwater.checkpoint.CorruptCheckpointException;
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

	@Nullable Row load(CheckpointKey key) {
		return select(key, "");
	}

	/** Read a row that is to be changed in the same transaction. */
	@Nullable Row loadForUpdate(CheckpointKey key) {
		return select(key, " FOR UPDATE");
	}

	private @Nullable Row select(CheckpointKey key, String lock) {
		return this.jdbc
			.query("SELECT OWNER, VERSION, RING_SIZE, CHAIN_ID, BLOCK_NUMBER, BLOCK_HASH, OLDEST_NUMBER, "
					+ "FIRST_NUMBER, REPLAYED_NUMBER, CONFIRMED_NUMBER, SAFE_NUMBER, FINALIZED_NUMBER FROM "
					+ this.table + KEY + lock, (row, index) -> Row.read(row), key.namespace(), key.chain(), key.group())
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

	/** Let an owner save, and nobody else; its versions begin anew. */
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

	/**
	 * A row of the table of checkpoints.
	 *
	 * @param owner who may save
	 * @param version the version that was saved last
	 * @param ringSize how many slots the ring of references has, 0 before the first save
	 * @param oldest the lowest number whose reference counts, or {@code null} before the
	 * first save
	 * @param checkpoint the checkpoint, or {@code null} before the first save
	 */
	record Row(String owner, long version, int ringSize, @Nullable Long oldest, @Nullable Checkpoint checkpoint) {

		static Row read(ResultSet row) throws SQLException {
			Long oldest = row.getObject("OLDEST_NUMBER", Long.class);
			return new Row(row.getString("OWNER"), row.getLong("VERSION"), row.getInt("RING_SIZE"), oldest,
					checkpoint(row, oldest));
		}

		private static @Nullable Checkpoint checkpoint(ResultSet row, @Nullable Long oldest) throws SQLException {
			Long chainId = row.getObject("CHAIN_ID", Long.class);
			Long number = row.getObject("BLOCK_NUMBER", Long.class);
			String hash = row.getString("BLOCK_HASH");
			if (chainId == null && number == null && hash == null && oldest == null) {
				return null;
			}
			if (chainId == null || number == null || hash == null || oldest == null) {
				throw new CorruptCheckpointException("Only a part of its row is filled");
			}
			if (oldest < 0 || oldest > number + 1) {
				throw new CorruptCheckpointException(
						"Its oldest reference is said to be of block " + oldest + ", but its block is " + number);
			}
			try {
				return new Checkpoint(chainId, new BlockRef(number, Hash.of(hash)), first(row, number, oldest),
						row.getObject("REPLAYED_NUMBER", Long.class), row.getObject("CONFIRMED_NUMBER", Long.class),
						row.getObject("SAFE_NUMBER", Long.class), row.getObject("FINALIZED_NUMBER", Long.class));
			}
			catch (IllegalArgumentException ex) {
				throw new CorruptCheckpointException("Its row has a value that cannot be: " + ex.getMessage(), ex);
			}
		}

		/** Is null in a row that was saved before the column was there. */
		private static long first(ResultSet row, long number, long oldest) throws SQLException {
			Long first = row.getObject("FIRST_NUMBER", Long.class);
			if (first == null) {
				return (oldest > number) ? oldest : 0;
			}
			return first;
		}

	}

}
