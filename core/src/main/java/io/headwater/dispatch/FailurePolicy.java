package io.headwater.dispatch;

import java.util.Set;

import io.headwater.ChainEvent;
import io.headwater.ChainResetEvent;
import io.headwater.ReorgEvent;
import io.headwater.StreamResumedEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * What becomes of an event that a listener fails on.
 *
 * @param retry how often and after which delays the listener is called again
 * @param onFailure what happens when it has failed each time
 */
public record FailurePolicy(RetryPolicy retry, OnFailure onFailure) {

	/** Who has missed one of these is wrong about every head that it makes void. */
	private static final Set<Class<? extends ChainEvent>> NEVER_GIVEN_UP = Set.of(ReorgEvent.class,
			ChainResetEvent.class, StreamResumedEvent.class);

	boolean mayGiveUp(ChainEvent event) {
		return this.onFailure == OnFailure.CONTINUE && !NEVER_GIVEN_UP.contains(event.getClass());
	}

	/**
	 * Return how often a listener is called with an event at most.
	 * @return the number of attempts, or {@code null} if the policy does not say
	 */
	@Nullable Long attempts() {
		if (this.retry.getBackOff() instanceof ExponentialBackOff backOff
				&& backOff.getMaxAttempts() < Long.MAX_VALUE) {
			return backOff.getMaxAttempts() + 1;
		}
		return null;
	}

	/**
	 * What happens when a listener has failed on each attempt.
	 */
	public enum OnFailure {

		/**
		 * The listener gives the event up, which an event reports, and delivery goes on.
		 */
		CONTINUE,

		/**
		 * Delivery halts before the listener has finished the event.
		 */
		HALT

	}

}
