package io.headwater.dispatch;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOffExecution;

/**
 * The attempts at one delivery. It keeps to Spring's retry policy but waits by itself,
 * since Spring's template sleeps, which only an interrupt could end at a stop.
 */
final class Retries {

	private final RetryPolicy policy;

	private final StepQueue queue;

	private @Nullable BackOffExecution backOff;

	Retries(RetryPolicy policy, StepQueue queue) {
		this.policy = policy;
		this.queue = queue;
	}

	/**
	 * Wait until the next attempt is due.
	 * @param thrown what the last attempt threw
	 * @return whether there is to be another attempt; if not, there have been enough, or
	 * the queue is closed
	 */
	boolean again(Throwable thrown) {
		if (!this.policy.shouldRetry(thrown)) {
			return false;
		}
		if (this.backOff == null) {
			this.backOff = this.policy.getBackOff().start();
		}
		long delay = this.backOff.nextBackOff();
		return delay != BackOffExecution.STOP && !isClosedAfter(Duration.ofMillis(delay));
	}

	private boolean isClosedAfter(Duration delay) {
		try {
			return this.queue.awaitClosed(delay);
		}
		catch (InterruptedException ex) {
			// Whoever wants the thread to end closes the queue; the wait is over anyway.
			return this.queue.isClosed();
		}
	}

}
