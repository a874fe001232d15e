package io.headwater.checkpoint;

import java.util.List;

import io.headwater.BlockRef;

/**
 * What a store has kept: the checkpoint, and what was delivered up to it. The references
 * serve to find the common ancestor when the chain was reorganised meanwhile.
 *
 * @param checkpoint the checkpoint
 * @param references the newest delivered heads without holes, oldest first, the
 * checkpoint's own block last; empty if that block counts as never delivered (it is the
 * ancestor of a reorg that reverted the whole walk, or below a replay that was
 * interrupted)
 */
public record StoredCheckpoint(Checkpoint checkpoint, List<BlockRef> references) {

	/**
	 * Check what a store has kept.
	 * @throws CorruptCheckpointException if the references have holes, end at another
	 * block than the checkpoint's, or reach below the first number of the walk
	 */
	public StoredCheckpoint {
		references = List.copyOf(references);
		for (int i = 1; i < references.size(); i++) {
			if (references.get(i).number() != references.get(i - 1).number() + 1) {
				throw new CorruptCheckpointException("The references that it remembers have a hole at block "
						+ (references.get(i - 1).number() + 1));
			}
		}
		if (!references.isEmpty() && !references.get(references.size() - 1).equals(checkpoint.block())) {
			throw new CorruptCheckpointException("Its block is " + checkpoint.block()
					+ ", but the last reference that it remembers is " + references.get(references.size() - 1));
		}
		if (!references.isEmpty() && references.get(0).number() < checkpoint.first()) {
			throw new CorruptCheckpointException("Its walk is said to begin at block " + checkpoint.first()
					+ ", but it remembers block " + references.get(0).number());
		}
	}

	/**
	 * Return the number of the oldest reference.
	 * @return the number, or the one above the checkpoint if there is no reference
	 */
	public long oldest() {
		return this.checkpoint.block().number() + 1 - this.references.size();
	}

}
