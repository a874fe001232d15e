package io.headwater.chain;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a tracker is to keep to.
 *
 * @param start the number of the first head to deliver, or {@code null} to begin at the
 * newest one
 * @param window how many delivered references are remembered
 * @param confirmations how many heads confirm a head, 0 for none
 * @param maxInFlight how many requests may be under way
 * @param maxBlocks how many missing heads are caught up at the most
 * @param haltOnReset whether a reset halts the walk until it is acknowledged
 * @param staleHeadAfter how long a node that was not followed before must wait with a
 * branch lower than the tip
 */
public record TrackerSettings(@Nullable Long start, int window, int confirmations, int maxInFlight, long maxBlocks,
		boolean haltOnReset, Duration staleHeadAfter) {
}
