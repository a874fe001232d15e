package io.headwater.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * How missing heads are fetched.
 */
public class CatchUpProperties {

	/**
	 * Number of requests for headers that may be under way at a time, 1 to 16, or 'auto'
	 * for up to 16, as many as the rate needs.
	 */
	private String maxInFlight = "auto";

	/**
	 * Most requests for headers in a second, or 'auto' to find out what the node bears. 0
	 * sets no limit.
	 */
	private String maxRequestsPerSecond = "auto";

	/**
	 * Most missing heads to fetch. Older ones are skipped, which an event reports, unless
	 * they are replayed on demand. By default, all are fetched.
	 */
	private @Nullable Long maxBlocks;

	public String getMaxInFlight() {
		return this.maxInFlight;
	}

	public void setMaxInFlight(String maxInFlight) {
		this.maxInFlight = maxInFlight;
	}

	public String getMaxRequestsPerSecond() {
		return this.maxRequestsPerSecond;
	}

	public void setMaxRequestsPerSecond(String maxRequestsPerSecond) {
		this.maxRequestsPerSecond = maxRequestsPerSecond;
	}

	public @Nullable Long getMaxBlocks() {
		return this.maxBlocks;
	}

	public void setMaxBlocks(@Nullable Long maxBlocks) {
		this.maxBlocks = maxBlocks;
	}

}
