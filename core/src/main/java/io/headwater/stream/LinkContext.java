package io.headwater.stream;

import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import io.headwater.jsonrpc.JsonRpcSettings;

/**
 * What the rooms of one link share.
 *
 * @param chain the configured name of the chain
 * @param settings how the link is kept
 * @param jsonRpc the limits of calls
 * @param identity the chain that its nodes must have
 * @param scheduler runs deadlines
 * @param nanoTime the monotonic clock, in nanoseconds
 * @param random chooses where the ids of a connection's calls begin; safe to use from any
 * thread
 * @param observer hears of what is counted
 * @param log the log of the stream
 */
record LinkContext(String chain, LinkSettings settings, JsonRpcSettings jsonRpc, ChainIdentity identity,
		ScheduledExecutorService scheduler, LongSupplier nanoTime, RandomGenerator random, StreamObserver observer,
		StreamLog log) {

	long now() {
		return this.nanoTime.getAsLong();
	}

}
