package io.headwater.testing;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A scheduler whose time stands still until a test moves it. Tasks run on the thread that
 * calls {@link #advance(Duration)}, each at its own time, those of one time in the order
 * in which they were scheduled. A task that throws fails the test that advances.
 */
public final class VirtualScheduler extends AbstractExecutorService implements ScheduledExecutorService {

	private final Queue<Task<?>> tasks = new PriorityQueue<>();

	private long nanoTime;

	private long scheduled;

	private boolean shutdown;

	/**
	 * Return the virtual time, which begins at 0.
	 */
	public synchronized long nanoTime() {
		return this.nanoTime;
	}

	/**
	 * Return how many tasks are still to run.
	 */
	public synchronized int pending() {
		return this.tasks.size();
	}

	/**
	 * Run what is due at this moment.
	 */
	public void runDue() {
		advance(Duration.ZERO);
	}

	/**
	 * Move the time and run what becomes due, also what that schedules in turn.
	 */
	public void advance(Duration duration) {
		long end = nanoTime() + duration.toNanos();
		for (Task<?> task = nextUntil(end); task != null; task = nextUntil(end)) {
			task.run();
			task.requireSuccess();
		}
	}

	private synchronized @Nullable Task<?> nextUntil(long end) {
		Task<?> task = this.tasks.peek();
		boolean due = task != null && task.time <= end;
		this.nanoTime = due ? Math.max(this.nanoTime, Objects.requireNonNull(task).time) : end;
		return due ? this.tasks.poll() : null;
	}

	@Override
	public synchronized <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
		if (this.shutdown) {
			throw new RejectedExecutionException("shut down");
		}
		Task<V> task = new Task<>(callable, this.nanoTime + Math.max(0, unit.toNanos(delay)), this.scheduled++);
		this.tasks.add(task);
		return task;
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
		return schedule(Executors.callable(command), delay, unit);
	}

	@Override
	public void execute(Runnable command) {
		schedule(command, 0, TimeUnit.NANOSECONDS);
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
		throw new UnsupportedOperationException("nothing polls");
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
		throw new UnsupportedOperationException("nothing polls");
	}

	@Override
	public synchronized void shutdown() {
		this.shutdown = true;
		this.tasks.clear();
	}

	@Override
	public synchronized List<Runnable> shutdownNow() {
		List<Runnable> left = List.copyOf(this.tasks);
		shutdown();
		return left;
	}

	@Override
	public synchronized boolean isShutdown() {
		return this.shutdown;
	}

	@Override
	public boolean isTerminated() {
		return isShutdown();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		return isShutdown();
	}

	private synchronized void remove(Task<?> task) {
		this.tasks.remove(task);
	}

	private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {

		private final long time;

		private final long order;

		Task(Callable<V> callable, long time, long order) {
			super(callable);
			this.time = time;
			this.order = order;
		}

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			remove(this);
			return super.cancel(mayInterruptIfRunning);
		}

		@Override
		public long getDelay(TimeUnit unit) {
			return unit.convert(this.time - nanoTime(), TimeUnit.NANOSECONDS);
		}

		@Override
		public int compareTo(Delayed other) {
			Task<?> that = (Task<?>) other;
			return (this.time != that.time) ? Long.compare(this.time, that.time) : Long.compare(this.order, that.order);
		}

		private void requireSuccess() {
			if (isCancelled()) {
				return;
			}
			try {
				get();
			}
			catch (ExecutionException | InterruptedException ex) {
				throw new AssertionError("A scheduled task failed", ex);
			}
		}

	}

}
