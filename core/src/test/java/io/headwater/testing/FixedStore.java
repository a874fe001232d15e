package io.headwater.testing;

import java.time.Duration;
import java.util.List;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.CheckpointUpdate;
import io.headwater.checkpoint.LeaseAttempt;
import io.headwater.checkpoint.LeasedCheckpointStore;
import io.headwater.checkpoint.StoredCheckpoint;
import org.jspecify.annotations.Nullable;

/**
 * A store with the checkpoint of another chain, until it is deleted.
 */
public class FixedStore implements CheckpointStore {

	private volatile @Nullable StoredCheckpoint stored = new StoredCheckpoint(
			new Checkpoint(5, new BlockRef(7, Hash.of("0x" + "ab".repeat(32))), 8, null, null, null, null), List.of());

	@Override
	public @Nullable StoredCheckpoint load(CheckpointKey key) {
		return this.stored;
	}

	@Override
	public void save(CheckpointKey key, CheckpointUpdate update) {
	}

	@Override
	public void delete(CheckpointKey key) {
		this.stored = null;
	}

	/**
	 * The same, while another instance delivers.
	 */
	public static final class HeldByAnother extends FixedStore implements LeasedCheckpointStore {

		@Override
		public LeaseAttempt acquire(CheckpointKey key, String owner, Duration lease) {
			return LeaseAttempt.heldBy("host-a/18151/0b1c", Duration.ofHours(1));
		}

		@Override
		public boolean renew(CheckpointKey key, String owner, Duration lease) {
			return false;
		}

		@Override
		public void release(CheckpointKey key, String owner) {
		}

	}

}
