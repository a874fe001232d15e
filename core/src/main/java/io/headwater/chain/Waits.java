package io.headwater.chain;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The waits of one connection, or of one node: the tracker has no clock, so each is known
 * by a token that comes back at its end. A token of another connection is none of these,
 * so that nobody has to end the waits of a connection that is lost.
 */
final class Waits {

	private final WalkOutput output;

	private final LongSupplier tokens;

	private final Map<Long, Runnable> pending = new HashMap<>();

	/** Create it without waits. */
	Waits(WalkOutput output, LongSupplier tokens) {
		this.output = output;
		this.tokens = tokens;
	}

	/**
	 * Begin to wait.
	 * @return the token by which the wait is known
	 */
	long begin(Duration delay, Runnable then) {
		long token = this.tokens.getAsLong();
		this.pending.put(token, then);
		this.output.retryAfter(delay, token);
		return token;
	}

	/** Ignore the end of a wait. */
	void cancel(long token) {
		this.pending.remove(token);
	}

	/**
	 * Do what was to be done at the end of a wait.
	 * @return whether it is one of these waits
	 */
	boolean due(long token) {
		Runnable then = this.pending.remove(token);
		if (then != null) {
			then.run();
		}
		return then != null;
	}

}
