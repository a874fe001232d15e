package io.headwater.checkpoint;

import io.headwater.BlockRef;
import org.jspecify.annotations.Nullable;

/**
 * Where delivery stands: the last step that every listener has finished or, as told,
 * given up. (Consensus clients use the same word for an epoch's boundary.)
 *
 * @param chainId the chain's id (EIP-155)
 * @param block the last head of that step, or the common ancestor of a reorg whose new
 * branch has not come yet
 * @param first the number of the first head of the walk, which may be older than all that
 * is remembered; 0 if it is not known
 * @param replayedUpTo the number of the head up to which a replay delivers again, or
 * {@code null} once it is reached
 * @param confirmed the number of the last head delivered as confirmed, or {@code null}
 * @param safe the number of the last head delivered as safe, or {@code null}
 * @param finalized the number of the last head delivered as finalized, or {@code null}
 */
public record Checkpoint(long chainId, BlockRef block, long first, @Nullable Long replayedUpTo,
		@Nullable Long confirmed, @Nullable Long safe, @Nullable Long finalized) {

	public Checkpoint {
		if (chainId < 0 || first < 0 || isNegative(replayedUpTo) || isNegative(confirmed) || isNegative(safe)
				|| isNegative(finalized)) {
			throw new IllegalArgumentException("No number of a checkpoint is negative");
		}
		if (first - 1 > block.number()) {
			throw new IllegalArgumentException(
					"A walk that begins at " + first + " cannot stand at block " + block.number());
		}
	}

	/**
	 * Return this checkpoint after other numbers were delivered.
	 */
	Checkpoint withDelivered(@Nullable Long confirmed, @Nullable Long safe, @Nullable Long finalized) {
		return new Checkpoint(this.chainId, this.block, this.first, this.replayedUpTo, confirmed, safe, finalized);
	}

	/**
	 * Return this checkpoint after a replay has begun.
	 */
	Checkpoint replaying(long upTo) {
		return new Checkpoint(this.chainId, this.block, this.first, upTo, this.confirmed, this.safe, this.finalized);
	}

	private static boolean isNegative(@Nullable Long number) {
		return number != null && number < 0;
	}

	/**
	 * Refuse to go on from here on another chain.
	 * @param key names this checkpoint
	 * @param chainId the id of the chain to follow
	 * @throws ForeignCheckpointException if this is a checkpoint of another chain
	 */
	public void requireChain(CheckpointKey key, long chainId) {
		if (this.chainId != chainId) {
			throw new ForeignCheckpointException(key, this.chainId, chainId);
		}
	}

}
