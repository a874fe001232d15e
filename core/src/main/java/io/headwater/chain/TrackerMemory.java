package io.headwater.chain;

/**
 * What outlives every connection and every node.
 *
 * @param walk what was delivered, and the chain's genesis block
 * @param writer puts steps into the queue, and knows whether there is room and how far a
 * replay goes
 * @param finality what was published as safe and finalized, or waits for room
 * @param pace how the walk stands, and whether it has halted
 * @param start where the walk is to begin whatever the chain does
 */
record TrackerMemory(DeliveredChain walk, WalkWriter writer, Finality finality, PaceKeeper pace,
		StartPoints.Settled start) {
}
