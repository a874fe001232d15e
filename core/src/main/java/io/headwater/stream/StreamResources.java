package io.headwater.stream;

import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import io.headwater.dispatch.DispatchObserver;
import io.headwater.transport.NodeClientFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * What all streams of an application share.
 *
 * @param clients makes the WebSocket client for each node
 * @param events where events are published
 * @param checkpoints how checkpoints are kept
 * @param dispatchObserver hears of deliveries
 * @param streamObserver hears of what streams count
 * @param threads makes threads
 * @param clock tells the time of events
 * @param nanoTime the monotonic clock, in nanoseconds
 * @param random spreads the delays between attempts, and chooses ids; safe to use from
 * any thread
 */
public record StreamResources(NodeClientFactory clients, ApplicationEventPublisher events,
		StreamCheckpoints checkpoints, DispatchObserver dispatchObserver, StreamObserver streamObserver,
		StreamThreads threads, Clock clock, LongSupplier nanoTime, RandomGenerator random) {
}
