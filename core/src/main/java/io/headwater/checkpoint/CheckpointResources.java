package io.headwater.checkpoint;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a session works with.
 *
 * @param executor runs calls to the store, which may block; two at a time, the saves and
 * the lease
 * @param clock the wall clock, which goes on while a machine is suspended
 * @param owners names the owner of a lease, anew for each attempt
 */
public record CheckpointResources(CheckpointStore store, Executor executor, ScheduledExecutorService scheduler,
		Clock clock, LongSupplier nanoTime, Supplier<String> owners, CheckpointObserver observer) {
}
