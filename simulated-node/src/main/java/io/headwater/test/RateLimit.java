package io.headwater.test;

/**
 * How many calls a node takes: a bucket of tokens that holds as many as come in a second.
 */
final class RateLimit {

	private static final double SECOND = 1e9;

	private double perSecond;

	private double tokens;

	private long filledNanos;

	private int code;

	private long refused;

	/**
	 * Begin with a full bucket.
	 * @param perSecond the calls that are taken in a second, 0 for no limit
	 * @param code the error code of the others
	 */
	synchronized void set(int perSecond, int code) {
		this.perSecond = perSecond;
		this.tokens = perSecond;
		this.filledNanos = System.nanoTime();
		this.code = code;
	}

	/**
	 * Take a call.
	 * @throws JsonRpcException if there are too many
	 */
	synchronized void take() {
		if (this.perSecond == 0) {
			return;
		}
		long now = System.nanoTime();
		this.tokens = Math.min(this.perSecond, this.tokens + (now - this.filledNanos) * this.perSecond / SECOND);
		this.filledNanos = now;
		if (this.tokens < 1) {
			this.refused++;
			throw new JsonRpcException(this.code, "too many requests");
		}
		this.tokens--;
	}

	synchronized long refused() {
		return this.refused;
	}

}
