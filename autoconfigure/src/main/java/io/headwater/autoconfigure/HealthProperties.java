package io.headwater.autoconfigure;

import java.time.Duration;

/**
 * When a stream counts as down.
 */
public class HealthProperties {

	/**
	 * Time that something may be wrong with a stream before its health is DOWN. What does
	 * not pass by itself (delivery has halted, every node refuses) is DOWN at once.
	 */
	private Duration downAfter = Duration.ofSeconds(30);

	public Duration getDownAfter() {
		return this.downAfter;
	}

	public void setDownAfter(Duration downAfter) {
		this.downAfter = downAfter;
	}

}
