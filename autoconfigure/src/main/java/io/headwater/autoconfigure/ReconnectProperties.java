package io.headwater.autoconfigure;

import java.time.Duration;

/**
 * How a lost connection is sought again. It is never given up.
 */
public class ReconnectProperties {

	/**
	 * Shortest delay before a new attempt. Each delay is random between this one and a
	 * limit, which starts there, doubles with each attempt, and stops at the longest
	 * delay.
	 */
	private Duration initialDelay = Duration.ofMillis(500);

	/**
	 * Longest delay before a new attempt. After a failure that tends to last, such as
	 * TLS, it is four times as long, and ten times after too many requests.
	 */
	private Duration maxDelay = Duration.ofSeconds(30);

	/**
	 * Delay before a node is tried again that is of another chain, refuses the
	 * credentials or announces no heads.
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
