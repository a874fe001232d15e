package io.headwater.jsonrpc;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A call was not answered with a result. There is no stack trace, as it would tell of our
 * reader only, and a node could have us make hundreds of thousands of them by one
 * message.
 */
public final class JsonRpcException extends Exception {

	private static final long serialVersionUID = 1L;

	private static final int LIMIT_EXCEEDED = -32005;

	private static final int TOO_MANY_REQUESTS = 429;

	private final CallOutcome outcome;

	private final int code;

	private final @Nullable Duration retryAfter;

	JsonRpcException(CallOutcome outcome, int code, String message, @Nullable Duration retryAfter) {
		super(message, null, true, false);
		this.outcome = outcome;
		this.code = code;
		this.retryAfter = retryAfter;
	}

	JsonRpcException(CallOutcome outcome, String message) {
		this(outcome, 0, message, null);
	}

	/**
	 * Return how the call ended.
	 * @return any outcome but success
	 */
	public CallOutcome outcome() {
		return this.outcome;
	}

	/**
	 * Return the code of the node's error.
	 * @return the code as JSON-RPC 2.0 and EIP-1474 define it, or 0 if the node answered
	 * no error
	 */
	public int code() {
		return this.code;
	}

	/**
	 * Return whether the node refused the call because there were too many.
	 * @return whether the code is -32005 (EIP-1474, limit exceeded) or 429, the status of
	 * HTTP that some nodes use as a code
	 */
	public boolean isRateLimit() {
		return this.outcome == CallOutcome.ERROR && (this.code == LIMIT_EXCEEDED || this.code == TOO_MANY_REQUESTS);
	}

	/**
	 * Return for how long the node wants to be left alone.
	 * @return {@code backoff_seconds} in the data of the node's error, at most five
	 * minutes, or {@code null} if it named none
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
