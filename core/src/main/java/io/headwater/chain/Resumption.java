package io.headwater.chain;

import java.util.List;

import io.headwater.BlockRef;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier run has delivered, so that a walk goes on where it stood.
 *
 * @param checkpoint where delivery stood
 * @param first the number of the first head of the walk, which may be older than all
 * references; 0 if it is not known
 * @param references the newest delivered heads, oldest first, without holes, the
 * checkpoint's own block last; empty if that block counts as never delivered (it is the
 * ancestor of a reorg that reverted the whole walk, or below a replay that was
 * interrupted)
 * @param replayedUpTo the number of the head up to which a replay was to deliver again,
 * or {@code null} if there was none
 * @param confirmed the number of the last head published as confirmed, or {@code null}
 * @param safe the number of the last head published as safe, or {@code null}
 * @param finalized the number of the last head published as finalized, or {@code null}
 */
public record Resumption(BlockRef checkpoint, long first, List<BlockRef> references, @Nullable Long replayedUpTo,
		@Nullable Long confirmed, @Nullable Long safe, @Nullable Long finalized) {

	/**
	 * Check that the references lead to the checkpoint.
	 * @throws IllegalArgumentException if they have holes, or end at another block
	 */
	public Resumption {
		references = List.copyOf(references);
		for (int i = 0; i < references.size(); i++) {
			if (references.get(i).number() != checkpoint.number() + 1 - references.size() + i) {
				throw new IllegalArgumentException("The references have holes, or do not end at the checkpoint");
			}
		}
		if (!references.isEmpty() && !references.get(references.size() - 1).equals(checkpoint)) {
			throw new IllegalArgumentException("The last reference is not the checkpoint's block");
		}
	}

}
