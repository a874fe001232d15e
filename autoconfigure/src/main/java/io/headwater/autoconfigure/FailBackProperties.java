package io.headwater.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When a stream returns to a more preferred node.
 */
public class FailBackProperties {

	/**
	 * Time for which a more preferred node must have been well before the stream returns
	 * to it. It is asked as often: whether it is reached, has the chain, and is not
	 * behind. By default, the stream returns only when the followed node fails.
	 */
	private @Nullable Duration after;

	public @Nullable Duration getAfter() {
		return this.after;
	}

	public void setAfter(@Nullable Duration after) {
		this.after = after;
	}

}
