package io.headwater.stream;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.headwater.checkpoint.CheckpointObserver;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.InMemoryCheckpointStore;

/**
 * How the streams of an application keep their checkpoints.
 *
 * @param store keeps them
 * @param observer hears of them
 * @param owners names this instance, anew for each lease that it seeks
 */
public record StreamCheckpoints(CheckpointStore store, CheckpointObserver observer, Supplier<String> owners) {

	/**
	 * Return what runs calls to the store. What is kept in memory makes nobody wait, so
	 * that it needs no threads. Threads that have nothing to do end by themselves.
	 */
	Executor storeCalls(StreamThreads threads, String chain) {
		return (this.store instanceof InMemoryCheckpointStore) ? Runnable::run : threads.asNeeded(chain, "checkpoint");
	}

}
