package io.headwater.engine;

import java.io.IOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The node answered the handshake with something else than the upgrade that was asked
 * for. The message is made by us and contains no address.
 */
public final class HandshakeRefusedException extends IOException {

	private static final long serialVersionUID = 1L;

	private final int httpStatus;

	private final @Nullable Duration retryAfter;

	private final String body;

	HandshakeRefusedException(String message, int httpStatus, @Nullable Duration retryAfter, String body) {
		super(message);
		this.httpStatus = httpStatus;
		this.retryAfter = retryAfter;
		this.body = body;
	}

	/**
	 * Return the status of the answer.
	 * @return the HTTP status, 101 if the upgrade was wrong in itself
	 */
	public int httpStatus() {
		return this.httpStatus;
	}

	/**
	 * Return for how long the node wants to be left alone.
	 * @return what its {@code Retry-After} says, or {@code null} if it says nothing
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * Return how the body of the answer begins. It is text of the node, so it belongs
	 * into a log at most.
	 * @return at most 200 characters of printable ASCII, others replaced by {@code ?}
	 */
	public String body() {
		return this.body;
	}

}
