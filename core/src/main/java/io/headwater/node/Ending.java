package io.headwater.node;

import java.time.Duration;

import io.headwater.jsonrpc.JsonRpcException;
import io.headwater.websocket.ConnectionLoss;
import org.jspecify.annotations.Nullable;

/**
 * How a connection ended, or an attempt failed.
 *
 * @param text the same in words; no address and no secret
 * @param retryAfter for how long the node wants to be left alone, if it said so
 */
record Ending(ConnectionEnd cause, String text, @Nullable Duration retryAfter) {

	Ending(ConnectionEnd cause, String text) {
		this(cause, text, null);
	}

	static Ending of(ConnectionLoss loss, String chain) {
		ConnectionEnd cause = ConnectionEnd.of(loss);
		String remedy = (cause == ConnectionEnd.MESSAGE_TOO_LONG)
				? "; the limit is headwater.chains." + chain + ".max-message-size" : "";
		return new Ending(cause, loss.detail() + remedy, loss.retryAfter());
	}

	/**
	 * Tell of a call without which the connection is of no use.
	 * @param failure why, or {@code null} if it answered nothing
	 */
	static Ending ofCall(String what, @Nullable Throwable failure) {
		String why = (failure != null) ? " (" + failure.getMessage() + ")" : "";
		if (failure instanceof JsonRpcException error && error.isRateLimit()) {
			return new Ending(ConnectionEnd.RATE_LIMITED, what + why, error.retryAfter());
		}
		return new Ending(ConnectionEnd.NO_ANSWER, what + why);
	}

}
