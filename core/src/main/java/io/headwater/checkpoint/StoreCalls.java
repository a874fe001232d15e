package io.headwater.checkpoint;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Makes calls to a store, on threads that may block, one after another. A call that
 * throws, whatever it is, is made again, later and later while that goes on, without end.
 * An executor or a scheduler that refuses work only delays it.
 */
final class StoreCalls {

	private static final long SHORT_OF_MEMORY_MILLIS = 100;

	private static final Runnable NOTHING = () -> {
	};

	private final CheckpointResources resources;

	private final StoreFailures failures;

	private final ExponentialBackOff backOff;

	private final Queue<Call> waiting = new ArrayDeque<>();

	private BackOffExecution attempts;

	/** Whether a thread makes calls, or one was asked for. */
	private boolean busy;

	/** Create the maker of calls that last as long as the store is away. */
	static StoreCalls patient(CheckpointResources resources, StoreFailures failures) {
		return new StoreCalls(resources, failures, Duration.ofMillis(500), Duration.ofSeconds(10));
	}

	StoreCalls(CheckpointResources resources, StoreFailures failures, Duration firstDelay, Duration maxDelay) {
		this.resources = resources;
		this.failures = failures;
		this.backOff = new ExponentialBackOff(Math.max(1, firstDelay.toMillis()), 2);
		this.backOff.setMaxInterval(Math.max(1, maxDelay.toMillis()));
		this.attempts = this.backOff.start();
	}

	/**
	 * Make a call, after those that wait.
	 * @param kind what fails if it throws
	 */
	void make(StoreCall kind, Runnable work) {
		try {
			if (enqueue(kind, work)) {
				askForThread(kind);
			}
		}
		catch (Throwable ex) {
			makeAgain(kind, work);
		}
	}

	private synchronized boolean enqueue(StoreCall kind, Runnable work) {
		this.waiting.add(new Call(kind, work));
		boolean first = !this.busy;
		this.busy = true;
		return first;
	}

	/** If none is to be had, whoever comes next or is due next asks again. */
	private void askForThread(StoreCall kind) {
		try {
			this.resources.executor().execute(this::makeAll);
		}
		catch (Throwable ex) {
			notBusy();
			makeAgain(kind, NOTHING);
			this.failures.failed(kind, ex);
		}
	}

	private void makeAll() {
		for (Call call = next(); call != null; call = next()) {
			try {
				call.work().run();
			}
			catch (Throwable ex) {
				// First of all, since memory may be short for all that follows.
				makeAgain(call.kind(), call.work());
				this.failures.failed(call.kind(), ex);
			}
		}
	}

	private synchronized @Nullable Call next() {
		Call call = this.waiting.poll();
		this.busy = call != null;
		return call;
	}

	private synchronized void notBusy() {
		this.busy = false;
	}

	/** Make a call after the delay that is due to one that has failed. */
	void makeAgain(StoreCall kind, Runnable work) {
		makeAfter(nextDelayNanos(), kind, work);
	}

	private synchronized long nextDelayNanos() {
		return TimeUnit.MILLISECONDS.toNanos(this.attempts.nextBackOff());
	}

	/** Note that a call has succeeded, so that the next failure is the first again. */
	synchronized void succeeded() {
		this.attempts = this.backOff.start();
	}

	/**
	 * Make a call after a while. If the scheduler refuses work, which it does for lack of
	 * memory, this waits for some: to wait takes none.
	 */
	void makeAfter(long nanos, StoreCall kind, Runnable work) {
		boolean interrupted = false;
		while (!trySchedule(nanos, kind, work)) {
			try {
				synchronized (this) {
					wait(SHORT_OF_MEMORY_MILLIS);
				}
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/** All that takes memory is in here. */
	private boolean trySchedule(long nanos, StoreCall kind, Runnable work) {
		ScheduledExecutorService scheduler = this.resources.scheduler();
		try {
			scheduler.schedule(() -> make(kind, work), nanos, TimeUnit.NANOSECONDS);
			return true;
		}
		catch (Throwable ex) {
			return scheduler.isShutdown();
		}
	}

	/** A call that is to be made. */
	private record Call(StoreCall kind, Runnable work) {
	}

}
