package io.headwater.node;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import io.headwater.jsonrpc.JsonRpcClient;
import io.headwater.jsonrpc.JsonRpcObserver;
import io.headwater.jsonrpc.JsonRpcSettings;
import io.headwater.support.ChainLog;
import io.headwater.transport.Connection;
import org.jspecify.annotations.Nullable;

/**
 * What all parts of one link share.
 *
 * @param chainId the chain that its nodes must have, or {@code null} for that of the
 * first node that is followed
 * @param maxRequestsPerSecond the most requests for headers in a second, 0 for no limit,
 * or {@code null} to find out what each node bears
 * @param writer runs what waits for the sockets of the link, which ends it when it stops
 * @param random chooses delays, and where the ids of a connection's calls begin; safe to
 * use from any thread
 */
public record LinkContext(String chain, @Nullable Long chainId, LinkSettings settings, JsonRpcSettings jsonRpc,
		@Nullable Integer maxRequestsPerSecond, ScheduledExecutorService scheduler, ExecutorService writer,
		LongSupplier nanoTime, RandomGenerator random, LinkObserver observer, ChainLog log) {

	long now() {
		return this.nanoTime.getAsLong();
	}

	/** Make what speaks over a connection that has just opened. */
	JsonRpcClient client(Connection connection, JsonRpcObserver observer) {
		return new JsonRpcClient(connection, this.jsonRpc, this.scheduler, observer,
				JsonRpcClient.randomFirstId(this.random));
	}

}
