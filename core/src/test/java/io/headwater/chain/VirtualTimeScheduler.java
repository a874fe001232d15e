package io.headwater.chain;

import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Schedules on the simulation's clock what an application schedules, for as long as that
 * lives. There are no threads.
 */
final class VirtualTimeScheduler extends ScheduledThreadPoolExecutor {

	private final VirtualTime time;

	private final BooleanSupplier alive;

	VirtualTimeScheduler(VirtualTime time, BooleanSupplier alive) {
		super(0);
		this.time = time;
		this.alive = alive;
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
		this.time.after(unit.toMillis(delay), () -> {
			if (this.alive.getAsBoolean()) {
				command.run();
			}
		});
		return new Unattended();
	}

	/** Nobody asks what has become of it. */
	private static final class Unattended implements ScheduledFuture<Object> {

		@Override
		public long getDelay(TimeUnit unit) {
			throw new UnsupportedOperationException();
		}

		@Override
		public int compareTo(Delayed other) {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean isCancelled() {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean isDone() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Object get() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Object get(long timeout, TimeUnit unit) {
			throw new UnsupportedOperationException();
		}

	}

}
