package io.headwater.node;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How the link to a chain's nodes is kept.
 *
 * @param nodeLag how many heads a node may be behind another one before it counts as
 * behind
 * @param staleHeadAfter the time without a head after which the node is asked whether its
 * chain has moved, or {@code null} to take it from the time between heads
 * @param failBackAfter for how long a more preferred node must have been well before the
 * followed one is left for it, or {@code null} to stay with the followed one
 */
public record LinkSettings(Duration initialDelay, Duration maxDelay, Duration refusedDelay, int nodeLag,
		@Nullable Duration staleHeadAfter, @Nullable Duration failBackAfter) {
}
