package io.headwater.stream;

import java.time.Duration;

import io.headwater.chain.TrackerSettings;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointSettings;
import io.headwater.dispatch.DispatchSettings;
import io.headwater.jsonrpc.JsonRpcSettings;
import io.headwater.node.LinkSettings;
import io.headwater.transport.TransportSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a stream is to keep to.
 *
 * @param chain the configured name of the chain
 * @param chainId the chain that a node must follow, or {@code null} to take the first one
 * told
 * @param autoStartup whether the stream starts with the application
 * @param checkpointKey names its checkpoint
 * @param checkpoint what the saving of its checkpoint keeps to
 * @param transactions in which each step is delivered and saved as one, or {@code null}
 * for none
 * @param dispatch what the publisher keeps to
 * @param tracker what the walk keeps to
 * @param maxRequestsPerSecond the most requests for headers in a second, 0 for no limit,
 * or {@code null} to find out what each node bears
 * @param finalityInterval the shortest time between two readings of the safe and the
 * finalized block, or {@code null} to read none
 * @param link how the link to the nodes is kept
 * @param shutdownTimeout how long the running event may take when the stream stops
 * @param transport the limits of connections
 * @param jsonRpc the limits of calls
 */
public record StreamSettings(String chain, @Nullable Long chainId, boolean autoStartup, CheckpointKey checkpointKey,
		CheckpointSettings checkpoint, @Nullable StepTransactions transactions, DispatchSettings dispatch,
		TrackerSettings tracker, @Nullable Integer maxRequestsPerSecond, @Nullable Duration finalityInterval,
		LinkSettings link, Duration shutdownTimeout, TransportSettings transport, JsonRpcSettings jsonRpc) {
}
