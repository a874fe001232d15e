package io.headwater.chain;

import io.headwater.BlockRef;
import io.headwater.Hash;

/**
 * How a branch, as far as it is known downwards, stands to the walk.
 */
sealed interface ForkPoint {

	/**
	 * It leaves the walk above this block.
	 *
	 * @param ancestor the delivered block, or, where all of the walk is void, the block
	 * below its first number
	 */
	record At(BlockRef ancestor) implements ForkPoint {
	}

	/** The next header downwards is to be fetched. */
	record Missing(long number, Hash hash) implements ForkPoint {
	}

	/** It is too far above the tip to be walked back, or cannot be. */
	record FarAbove() implements ForkPoint {
	}

	/** It leaves the walk below everything that is remembered. */
	record BeyondWindow() implements ForkPoint {
	}

	/** It has another genesis block. */
	record OtherGenesis() implements ForkPoint {
	}

	/**
	 * It can be gone on with by numbers only, this one included, since its lowest head
	 * names no parent and nobody vouches for it.
	 *
	 * @param number the head's number
	 */
	record Unnamed(long number) implements ForkPoint {
	}

	/**
	 * A head that was only announced contradicts the others.
	 *
	 * @param fault what is wrong with it
	 */
	record Lie(Hash head, AnnouncementFault fault) implements ForkPoint {
	}

	/**
	 * Its headers contradict each other.
	 *
	 * @param number the number of the upper one
	 */
	record NoLink(long number) implements ForkPoint {
	}

}
