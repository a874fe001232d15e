package io.headwater.autoconfigure;

import java.time.Duration;

/**
 * How it is found out that a node is dead.
 */
public class KeepAliveProperties {

	/**
	 * Time without a frame after which the node is pinged.
	 */
	private Duration interval = Duration.ofSeconds(20);

	/**
	 * Time without a frame after a ping until the connection is given up.
	 */
	private Duration timeout = Duration.ofSeconds(10);

	public Duration getInterval() {
		return this.interval;
	}

	public void setInterval(Duration interval) {
		this.interval = interval;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

}
