package io.headwater.autoconfigure;

import java.time.Duration;

/**
 * How often a listener that fails is called again.
 */
public class RetryProperties {

	/**
	 * Number of times that a listener is called again with an event that it failed on. 0
	 * calls it once only.
	 */
	private int maxRetries = 3;

	/**
	 * Delay before a listener is called again.
	 */
	private Duration delay = Duration.ofMillis(100);

	/**
	 * Multiplier for the delay from one call to the next.
	 */
	private double multiplier = 2;

	/**
	 * Longest delay between two calls of a listener.
	 */
	private Duration maxDelay = Duration.ofSeconds(1);

	public int getMaxRetries() {
		return this.maxRetries;
	}

	public void setMaxRetries(int maxRetries) {
		this.maxRetries = maxRetries;
	}

	public Duration getDelay() {
		return this.delay;
	}

	public void setDelay(Duration delay) {
		this.delay = delay;
	}

	public double getMultiplier() {
		return this.multiplier;
	}

	public void setMultiplier(double multiplier) {
		this.multiplier = multiplier;
	}

	public Duration getMaxDelay() {
		return this.maxDelay;
	}

	public void setMaxDelay(Duration maxDelay) {
		this.maxDelay = maxDelay;
	}

}
