package io.headwater.transport;

import java.time.Duration;

/**
 * How it is found out that a node is dead, or keeps us waiting on purpose.
 *
 * @param interval how long nothing may come before the node is pinged
 * @param timeout how long nothing may come after a ping until the node counts as dead
 * @param partialMessageTimeout how long a message may take from its first part to its
 * last
 */
public record KeepAlive(Duration interval, Duration timeout, Duration partialMessageTimeout) {
}
