package io.headwater.stream;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.headwater.checkpoint.CheckpointObserver;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.dispatch.DispatchObserver;
import io.headwater.transport.NodeClientFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * What all streams of an application share.
 *
 * @param leaseOwners names this instance, anew for each lease that it seeks
 * @param random spreads the delays between attempts, and chooses ids; safe to use from
 * any thread
 */
record StreamResources(NodeClientFactory clients, ApplicationEventPublisher events, CheckpointStore store,
		Supplier<String> leaseOwners, DispatchObserver dispatchObserver, StreamObserver streamObserver,
		CheckpointObserver checkpointObserver, StreamThreads threads, Clock clock, LongSupplier nanoTime,
		RandomGenerator random) {

	/**
	 * Return what runs calls to the store. What is kept in memory makes nobody wait, so
	 * that it needs no threads. Threads that have nothing to do end by themselves.
	 */
	Executor storeCalls(String chain) {
		return (this.store instanceof InMemoryCheckpointStore) ? Runnable::run
				: this.threads.asNeeded(chain, "checkpoint");
	}

}
