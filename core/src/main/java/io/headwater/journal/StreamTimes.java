package io.headwater.journal;

import java.time.Duration;

import io.headwater.node.ConnectionEnd;
import org.jspecify.annotations.Nullable;

/**
 * For how long a stream has been as it is.
 *
 * @param connection how long ago the connection's state changed
 * @param delivery how long ago the delivery's state changed
 * @param notLive for how long no node has been followed, over all attempts, or
 * {@code null} if one is, or none is sought
 * @param refused whether all nodes have refused to serve us since one was followed last
 * @param silent for how long the subscription has been known to be dead, over all
 * connections, or {@code null} if the node announces its heads as far as is known
 * @param sinceHead how long ago the listeners were told a head, or {@code null} if they
 * never were
 * @param lastEnd why the last connection ended or the last attempt failed, or
 * {@code null} if none did since the start
 */
public record StreamTimes(Duration connection, Duration delivery, @Nullable Duration notLive, boolean refused,
		@Nullable Duration silent, @Nullable Duration sinceHead, @Nullable ConnectionEnd lastEnd) {
}
