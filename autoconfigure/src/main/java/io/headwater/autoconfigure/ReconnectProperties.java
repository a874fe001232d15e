package io.headwater.autoconfigure;

import java.time.Duration;

/**
 * How a lost connection is sought again. It is never given up.
 */
public class ReconnectProperties {

	/**
	 * Delay before the first new attempt. It doubles with each attempt, with some chance
	 * added.
	 */
	private Duration initialDelay = Duration.ofMillis(500);

	/**
	 * Longest delay between attempts.
	 */
	private Duration maxDelay = Duration.ofSeconds(30);

	/**
	 * Delay before a node of another chain is asked again.
	 */
	private Duration refusedDelay = Duration.ofMinutes(5);

	public Duration getInitialDelay() {
		return this.initialDelay;
	}

	public void setInitialDelay(Duration initialDelay) {
		this.initialDelay = initialDelay;
	}

	public Duration getMaxDelay() {
		return this.maxDelay;
	}

	public void setMaxDelay(Duration maxDelay) {
		this.maxDelay = maxDelay;
	}

	public Duration getRefusedDelay() {
		return this.refusedDelay;
	}

	public void setRefusedDelay(Duration refusedDelay) {
		this.refusedDelay = refusedDelay;
	}

}
