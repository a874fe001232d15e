package io.headwater.stream;

import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

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
 * @param observer hears of what is counted
 * @param log the log of the stream
 */
record LinkContext(String chain, LinkSettings settings, JsonRpcSettings jsonRpc, ChainIdentity identity,
		ScheduledExecutorService scheduler, LongSupplier nanoTime, StreamObserver observer, StreamLog log) {

	long now() {
		return this.nanoTime.getAsLong();
	}

}
