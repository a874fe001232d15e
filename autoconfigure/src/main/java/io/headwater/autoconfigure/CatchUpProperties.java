package io.headwater.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * How missing heads are fetched.
 */
public class CatchUpProperties {

	/**
	 * Number of requests for headers that may be under way at a time.
	 */
	private int maxInFlight = 4;

	/**
	 * Most requests for headers in a second. 0 sets no limit.
	 */
	private int maxRequestsPerSecond = 20;

	/**
	 * Most missing heads to fetch. Older ones are skipped, which an event reports, unless
	 * they are replayed on demand. By default, all are fetched.
	 */
	private @Nullable Long maxBlocks;

	public int getMaxInFlight() {
		return this.maxInFlight;
	}

	public void setMaxInFlight(int maxInFlight) {
		this.maxInFlight = maxInFlight;
	}

	public int getMaxRequestsPerSecond() {
		return this.maxRequestsPerSecond;
	}

	public void setMaxRequestsPerSecond(int maxRequestsPerSecond) {
		this.maxRequestsPerSecond = maxRequestsPerSecond;
	}

	public @Nullable Long getMaxBlocks() {
		return this.maxBlocks;
	}

	public void setMaxBlocks(@Nullable Long maxBlocks) {
		this.maxBlocks = maxBlocks;
	}

}
