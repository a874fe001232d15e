package io.headwater.checkpoint;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Makes a call to a store again, later and later while it goes on failing, without end.
 */
final class StoreRetry {

	private final ScheduledExecutorService scheduler;

	private final ExponentialBackOff backOff;

	private BackOffExecution attempts;

	/**
	 * Create a retry for calls that last as long as the store is away.
	 */
	static StoreRetry patient(ScheduledExecutorService scheduler) {
		return new StoreRetry(scheduler, Duration.ofMillis(500), Duration.ofSeconds(10));
	}

	StoreRetry(ScheduledExecutorService scheduler, Duration firstDelay, Duration maxDelay) {
		this.scheduler = scheduler;
		this.backOff = new ExponentialBackOff(Math.max(1, firstDelay.toMillis()), 2);
		this.backOff.setMaxInterval(Math.max(1, maxDelay.toMillis()));
		this.attempts = this.backOff.start();
	}

	synchronized void succeeded() {
		this.attempts = this.backOff.start();
	}

	/**
	 * Make a call again after a delay.
	 * @param call hands the call to another thread, since it runs on the scheduler's
	 */
	synchronized void again(Runnable call) {
		this.scheduler.schedule(call, this.attempts.nextBackOff(), TimeUnit.MILLISECONDS);
	}

}
