package io.headwater.jsonrpc;

import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

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

	/** Nobody defines them, but large providers use them so. */
	private static final Set<Integer> LIMITS_OF_PROVIDERS = Set.of(-32007, -32016);

	private static final int LEAST_OF_NODES = -32099;

	private static final int LARGEST_OF_NODES = -32000;

	private static final Pattern SAYS_LIMIT = Pattern.compile("(request|rate)[ -]?limit|too many requests|\\b429\\b",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern SAYS_ABSENT = Pattern.compile("not found|unknown block", Pattern.CASE_INSENSITIVE);

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
	 * Return whether the node refused the call because there were too many. Its code says
	 * so if it is -32005 (EIP-1474, limit exceeded), 429 (the status of HTTP) or one that
	 * large providers use; under the other codes that JSON-RPC leaves to nodes, -32000 to
	 * -32099, the text has to say so. What was not found is no limit under any code.
	 */
	public boolean isRateLimit() {
		String text = String.valueOf(getMessage());
		if (this.outcome != CallOutcome.ERROR || SAYS_ABSENT.matcher(text).find()) {
			return false;
		}
		return this.code == LIMIT_EXCEEDED || this.code == TOO_MANY_REQUESTS || LIMITS_OF_PROVIDERS.contains(this.code)
				|| (this.code >= LEAST_OF_NODES && this.code <= LARGEST_OF_NODES && SAYS_LIMIT.matcher(text).find());
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
