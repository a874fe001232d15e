package io.headwater.chain;

import java.util.List;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.HeadsSkippedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Something that the walk publishes, before it is put into an event of an application.
 */
public sealed interface WalkEvent {

	/**
	 * The walk goes on from where an earlier run stood.
	 *
	 * @param checkpoint the last block that still counts
	 */
	record Resumed(BlockRef checkpoint) implements WalkEvent {
	}

	/**
	 * A head joined the walk.
	 *
	 * @param origin how it came
	 * @param content what belongs to it, as the source has made it; {@link ContentLoss}
	 * if that cannot be had, {@code null} if nothing was wanted
	 */
	record Joined(Head head, HeadOrigin origin, @Nullable Object content) implements WalkEvent {
	}

	/**
	 * The chain switched branch.
	 *
	 * @param commonAncestor the block below both branches
	 * @param reverted the void heads, newest first
	 */
	record Reverted(BlockRef commonAncestor, List<BlockRef> reverted) implements WalkEvent {
	}

	/**
	 * A head has enough heads on top.
	 *
	 * @param confirmations how many
	 */
	record Confirmed(Head head, int confirmations) implements WalkEvent {
	}

	/** The node's safe block moved. */
	record Safe(Head head) implements WalkEvent {
	}

	/** The node's finalized block moved. */
	record Finalized(Head head) implements WalkEvent {
	}

	/**
	 * A range is not delivered.
	 *
	 * @param from the first number
	 * @param to the last number
	 */
	record Skipped(long from, long to, HeadsSkippedEvent.Reason reason) implements WalkEvent {
	}

	/**
	 * Continuity cannot be shown.
	 *
	 * @param from the last delivered head
	 * @param to where delivery would go on
	 */
	record Reset(BlockRef from, BlockRef to, ChainResetEvent.Reason reason) implements WalkEvent {
	}

}
