package io.headwater.sample.page;

import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.sample.check.Tally;
import org.jspecify.annotations.Nullable;

/**
 * How a chain stands. Latencies are milliseconds, {@code null} where there is none yet.
 */
record ChainReading(String chain, ConnectionState connection, DeliveryState delivery, @Nullable String node,
		int queueDepth, int queueCapacity, @Nullable Double listenerLatency, @Nullable Double deliveryLatency,
		long connectionLosses, long resubscriptions, long framesRejected, Tally tally) {
}
