package io.headwater.chain;

import io.headwater.BlockRef;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import org.jspecify.annotations.Nullable;

/**
 * A move of the walk to a head, which enters the queue whole or not at all.
 *
 * @param head the head that becomes the tip
 * @param origin how it reached the stream
 * @param discontinuity what is to be told before it, or {@code null} if it follows the tip
 */
public record Advance(Head head, HeadOrigin origin, @Nullable Discontinuity discontinuity) {

	/**
	 * Why a head does not follow the tip.
	 */
	public sealed interface Discontinuity {

	}

	/**
	 * Heads between the tip and the new head were not had.
	 *
	 * @param from the number of the first one
	 * @param to the number of the last one
	 */
	public record Gap(long from, long to) implements Discontinuity {
	}

	/**
	 * The head stands on a branch that does not contain the tip.
	 *
	 * @param from the tip that is left
	 */
	public record OtherBranch(BlockRef from) implements Discontinuity {
	}

}
