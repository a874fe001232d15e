package io.headwater.autoconfigure;

import java.time.Duration;

/**
 * When the newest head counts as stale.
 */
public class StaleHeadProperties {

	/**
	 * Time without a head after which the node is asked whether its chain has moved.
	 */
	private Duration after = Duration.ofSeconds(10);

	public Duration getAfter() {
		return this.after;
	}

	public void setAfter(Duration after) {
		this.after = after;
	}

}
