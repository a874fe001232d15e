package io.headwater.websocket;

import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What all connections of a client share.
 *
 * @param readers makes the thread of each connection, platform or virtual; a daemon
 * @param clock tells the time of day, against which a node may name a date
 * @param random a secure source for keys and masks
 */
record ClientResources(ThreadFactory readers, ScheduledExecutorService scheduler, LongSupplier nanoTime, Clock clock,
		RandomGenerator random, Dialer dialer) {
}
