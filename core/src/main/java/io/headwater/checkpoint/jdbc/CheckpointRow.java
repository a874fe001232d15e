package io.headwater.checkpoint.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.CorruptCheckpointException;
import org.jspecify.annotations.Nullable;

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
record CheckpointRow(String owner, long version, int ringSize, @Nullable Long oldest, @Nullable Checkpoint checkpoint) {

	static CheckpointRow read(ResultSet row) throws SQLException {
		Long oldest = row.getObject("OLDEST_NUMBER", Long.class);
		return new CheckpointRow(row.getString("OWNER"), row.getLong("VERSION"), row.getInt("RING_SIZE"), oldest,
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

	/** A row that was saved before the column was there does not tell. */
	private static long first(ResultSet row, long number, long oldest) throws SQLException {
		Long first = row.getObject("FIRST_NUMBER", Long.class);
		if (first == null) {
			return (oldest > number) ? oldest : 0;
		}
		return first;
	}

}
