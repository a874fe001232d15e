package io.headwater.node;

import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import io.headwater.jsonrpc.JsonRpcSettings;
import io.headwater.support.ChainLog;

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
public record LinkContext(String chain, LinkSettings settings, JsonRpcSettings jsonRpc, ChainIdentity identity,
		ScheduledExecutorService scheduler, LongSupplier nanoTime, RandomGenerator random, LinkObserver observer,
		ChainLog log) {

	long now() {
		return this.nanoTime.getAsLong();
	}

}
