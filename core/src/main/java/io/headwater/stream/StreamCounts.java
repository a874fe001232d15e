package io.headwater.stream;

/**
 * What a stream has delivered since the application started: events that every listener
 * has finished or given up. What comes again, after a restart of the stream or by a
 * replay, counts again.
 *
 * @param heads the number of heads
 * @param reorgs the number of reorgs
 * @param revertedHeads the number of heads that these reorgs made void
 * @param skippedHeads the number of heads that were skipped
 * @param resets the number of times that continuity could not be shown, or that somebody
 * wanted a replay
 */
public record StreamCounts(long heads, long reorgs, long revertedHeads, long skippedHeads, long resets) {

	static final StreamCounts NONE = new StreamCounts(0, 0, 0, 0, 0);

}
