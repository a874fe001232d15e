package io.headwater.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Runs what a test waits for beside itself, each on a thread of its own. The common pool
 * has one thread on two cores, and since JDK 25 {@link CompletableFuture} uses it all the
 * same: a task that blocks there keeps the next one from starting.
 */
public final class OwnThread {

	private static final Executor NEW = (task) -> new Thread(task, "own").start();

	private OwnThread() {
	}

	public static CompletableFuture<Void> run(Runnable task) {
		return CompletableFuture.runAsync(task, NEW);
	}

	public static <T> CompletableFuture<T> supply(Supplier<T> task) {
		return CompletableFuture.supplyAsync(task, NEW);
	}

}
