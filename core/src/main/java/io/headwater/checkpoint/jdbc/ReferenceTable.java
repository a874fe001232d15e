package io.headwater.checkpoint.jdbc;

import java.util.ArrayList;
import java.util.List;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CorruptCheckpointException;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The newest delivered heads, as a ring: a block takes the slot of the one that is so
 * many numbers below it, so that a save changes one row. Which numbers count is told by
 * the checkpoint's row; what stands in the other slots is void.
 */
final class ReferenceTable {

	private static final String KEY = " WHERE NAMESPACE = ? AND CHAIN = ? AND LISTENER_GROUP = ?";

	private final JdbcTemplate jdbc;

	private final String table;

	ReferenceTable(JdbcTemplate jdbc, String tablePrefix) {
		this.jdbc = jdbc;
		this.table = tablePrefix + "REFERENCE";
	}

	List<BlockRef> load(CheckpointKey key, long from, long to) {
		return this.jdbc.query(
				"SELECT BLOCK_NUMBER, BLOCK_HASH FROM " + this.table + KEY
						+ " AND BLOCK_NUMBER BETWEEN ? AND ? ORDER BY BLOCK_NUMBER",
				(row, index) -> reference(row.getLong(1), row.getString(2)), key.namespace(), key.chain(), key.group(),
				from, to);
	}

	private static BlockRef reference(long number, String hash) {
		try {
			return new BlockRef(number, Hash.of(hash));
		}
		catch (IllegalArgumentException ex) {
			throw new CorruptCheckpointException("The reference of block " + number + " is no hash", ex);
		}
	}

	/** Put references into their slots, at most as many as there are slots. */
	void put(CheckpointKey key, int ringSize, List<BlockRef> references) {
		if (references.isEmpty()) {
			return;
		}
		int[] updated = this.jdbc.batchUpdate(
				"UPDATE " + this.table + " SET BLOCK_NUMBER = ?, BLOCK_HASH = ?" + KEY + " AND SLOT = ?",
				references.stream()
					.map((reference) -> new Object[] { reference.number(), reference.hash().toString(), key.namespace(),
							key.chain(), key.group(), slot(reference, ringSize) })
					.toList());
		List<BlockRef> absent = new ArrayList<>();
		for (int i = 0; i < updated.length; i++) {
			if (updated[i] != 1) {
				absent.add(references.get(i));
			}
		}
		insert(key, ringSize, absent);
	}

	/**
	 * Some drivers do not count, or count only rows that have changed: what they call
	 * absent may be there.
	 */
	private void insert(CheckpointKey key, int ringSize, List<BlockRef> absent) {
		if (absent.isEmpty()) {
			return;
		}
		this.jdbc.batchUpdate("DELETE FROM " + this.table + KEY + " AND SLOT = ?", absent.stream()
			.map((reference) -> new Object[] { key.namespace(), key.chain(), key.group(), slot(reference, ringSize) })
			.toList());
		this.jdbc.batchUpdate(
				"INSERT INTO " + this.table + " (NAMESPACE, CHAIN, LISTENER_GROUP, SLOT, BLOCK_NUMBER, BLOCK_HASH) "
						+ "VALUES (?, ?, ?, ?, ?, ?)",
				absent.stream()
					.map((reference) -> new Object[] { key.namespace(), key.chain(), key.group(),
							slot(reference, ringSize), reference.number(), reference.hash().toString() })
					.toList());
	}

	private static int slot(BlockRef reference, int ringSize) {
		return (int) (reference.number() % ringSize);
	}

	void delete(CheckpointKey key) {
		this.jdbc.update("DELETE FROM " + this.table + KEY, key.namespace(), key.chain(), key.group());
	}

}
