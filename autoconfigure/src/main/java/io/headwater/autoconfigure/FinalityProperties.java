package io.headwater.autoconfigure;

import java.time.Duration;

/**
 * How the node's safe and finalized blocks are read.
 */
public class FinalityProperties {

	/**
	 * Whether to read the node's safe and finalized blocks.
	 */
	private boolean enabled = true;

	/**
	 * Shortest time between two readings of the safe and the finalized block. Each one
	 * follows an announced head.
	 */
	private Duration interval = Duration.ofSeconds(12);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Duration getInterval() {
		return this.interval;
	}

	public void setInterval(Duration interval) {
		this.interval = interval;
	}

}
