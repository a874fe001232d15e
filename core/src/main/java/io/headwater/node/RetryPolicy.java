package io.headwater.node;

import java.time.Duration;

import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * How soon a node is tried again, by what went wrong: a broken connection may be well a
 * moment later, wrong credentials will not.
 */
enum RetryPolicy {

	/** Something that happens to every connection: by default 0.5 to 30 s. */
	USUAL(1, 1),

	/**
	 * What is wrong tends to last, such as a certificate or a broken protocol: by default
	 * 5 s to 2 minutes.
	 */
	SLOWER(10, 4),

	/**
	 * The node has too much to do, and is to be left alone: by default 10 s to 5 minutes.
	 */
	CROWDED(20, 10),

	/**
	 * The node refuses to serve us until somebody changes something: by default 5
	 * minutes.
	 */
	REFUSED(0, 0);

	private final int firstFactor;

	private final int longestFactor;

	RetryPolicy(int firstFactor, int longestFactor) {
		this.firstFactor = firstFactor;
		this.longestFactor = longestFactor;
	}

	Duration shortest(LinkSettings settings) {
		return (this == REFUSED) ? settings.refusedDelay() : settings.initialDelay().multipliedBy(this.firstFactor);
	}

	Duration longest(LinkSettings settings) {
		Duration longest = (this == REFUSED) ? settings.refusedDelay()
				: settings.maxDelay().multipliedBy(this.longestFactor);
		Duration shortest = shortest(settings);
		return (longest.compareTo(shortest) > 0) ? longest : shortest;
	}

	/** Return what gives the longest delay before each attempt, without end. */
	BackOffExecution start(LinkSettings settings) {
		ExponentialBackOff backOff = new ExponentialBackOff(shortest(settings).toMillis(), 2);
		backOff.setMaxInterval(longest(settings).toMillis());
		return backOff.start();
	}

}
