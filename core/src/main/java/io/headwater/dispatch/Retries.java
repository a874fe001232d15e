package io.headwater.dispatch;

import java.time.Duration;

import io.headwater.ChainEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.util.backoff.BackOffExecution;

/**
 * The attempts at one delivery after another. It keeps to Spring's retry policy but waits
 * by itself, since Spring's template sleeps, which only an interrupt could end at a stop.
 */
final class Retries {

	private final FailurePolicy policy;

	private final StepQueue queue;

	private @Nullable BackOffExecution backOff;

	private int attempt = 1;

	private boolean decided;

	/** How long after the attempt that has failed the next one comes, if one does. */
	private @Nullable Duration delay;

	Retries(FailurePolicy policy, StepQueue queue) {
		this.policy = policy;
		this.queue = queue;
	}

	/**
	 * A new series of attempts begins.
	 */
	void begin() {
		this.backOff = null;
		this.attempt = 1;
		this.decided = false;
	}

	/**
	 * Return what comes of a failure in the attempt that is under way.
	 * @param unit whether the step is the unit of success and failure
	 */
	ListenerFailures.Outlook outlook(ChainEvent event, boolean unit, Throwable thrown) {
		return new ListenerFailures.Outlook(this.attempt, this.policy.attempts(), delayAfter(thrown), unit,
				!unit && this.policy.mayGiveUp(event));
	}

	/**
	 * Return how long after an attempt that has failed the next one comes. It is decided
	 * once an attempt, by the first failure.
	 * @param thrown what a listener threw
	 * @return the delay, or {@code null} if it was the last attempt
	 */
	private @Nullable Duration delayAfter(Throwable thrown) {
		if (!this.decided) {
			this.decided = true;
			this.delay = this.policy.retry().shouldRetry(thrown) ? nextDelay() : null;
		}
		return this.delay;
	}

	private @Nullable Duration nextDelay() {
		if (this.backOff == null) {
			this.backOff = this.policy.retry().getBackOff().start();
		}
		long millis = this.backOff.nextBackOff();
		return (millis != BackOffExecution.STOP) ? Duration.ofMillis(millis) : null;
	}

	/**
	 * Wait until the next attempt is due.
	 * @param thrown what the last attempt threw
	 * @return whether there is to be another attempt; if not, there have been enough, or
	 * the queue is closed
	 */
	boolean again(Throwable thrown) {
		Duration delay = delayAfter(thrown);
		this.decided = false;
		if (delay == null || this.queue.awaitClosed(delay)) {
			return false;
		}
		this.attempt++;
		return true;
	}

}
