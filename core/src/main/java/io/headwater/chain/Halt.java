package io.headwater.chain;

import org.jspecify.annotations.Nullable;

/**
 * Whether the walk goes no further until somebody has read why.
 */
final class Halt {

	private @Nullable String reason;

	void because(String reason) {
		this.reason = reason;
	}

	boolean isOn() {
		return this.reason != null;
	}

	/**
	 * Return why nothing more is delivered.
	 * @return the reason in words, or {@code null} if the walk has not halted
	 */
	@Nullable String reason() {
		return this.reason;
	}

	void lift() {
		this.reason = null;
	}

}
