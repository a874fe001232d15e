package io.headwater.testing;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A scheduler whose time stands still until a test moves it. Tasks run on the thread that
 * calls {@link #advance(Duration)}, each at its own time, those of one time in the order
 * in which they were scheduled. A task that throws fails the test that advances.
 */
public final class VirtualScheduler extends AbstractExecutorService implements ScheduledExecutorService {

	private final VirtualTime time;

	private final BooleanSupplier alive;

	private final Set<Task<?>> tasks = new LinkedHashSet<>();

	private boolean shutdown;

	/**
	 * Create one with a clock of its own.
	 */
	public VirtualScheduler() {
		this(new VirtualTime(), () -> true);
	}

	/**
	 * Create one that shares a clock, for something that may end before its tasks.
	 * @param time the clock
	 * @param alive says whether what is due may still be done
	 */
	public VirtualScheduler(VirtualTime time, BooleanSupplier alive) {
		this.time = time;
		this.alive = alive;
	}

	/**
	 * Return the virtual time, which begins at 0.
	 */
	public long nanoTime() {
		return this.time.nanos();
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
		this.time.runUntilNanos(end);
		this.time.moveTo(end);
	}

	@Override
	public synchronized <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
		if (this.shutdown) {
			throw new RejectedExecutionException("shut down");
		}
		Task<V> task = new Task<>(callable);
		this.tasks.add(task);
		task.due = this.time.schedule(Math.max(0, unit.toNanos(delay)), task::runDue);
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
		List.copyOf(this.tasks).forEach(this::remove);
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
		this.time.cancel(Objects.requireNonNull(task.due));
	}

	private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {

		private VirtualTime.@Nullable Due due;

		Task(Callable<V> callable) {
			super(callable);
		}

		private void runDue() {
			remove(this);
			if (VirtualScheduler.this.alive.getAsBoolean()) {
				run();
				requireSuccess();
			}
		}

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			remove(this);
			return super.cancel(mayInterruptIfRunning);
		}

		@Override
		public long getDelay(TimeUnit unit) {
			return unit.convert(Objects.requireNonNull(this.due).nanos() - nanoTime(), TimeUnit.NANOSECONDS);
		}

		@Override
		public int compareTo(Delayed other) {
			return Objects.requireNonNull(this.due).compareTo(Objects.requireNonNull(((Task<?>) other).due));
		}

		/** What breaks a rule says itself which. */
		private void requireSuccess() {
			if (isCancelled()) {
				return;
			}
			try {
				get();
			}
			catch (ExecutionException | InterruptedException ex) {
				if (ex.getCause() instanceof Error error) {
					throw error;
				}
				throw new AssertionError("A scheduled task failed", ex);
			}
		}

	}

}
