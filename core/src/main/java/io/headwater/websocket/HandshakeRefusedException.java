package io.headwater.websocket;

import java.time.Duration;

import io.headwater.websocket.ConnectionLoss.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatusCode;

/**
 * The node answered the handshake with another status than that of an upgrade. The
 * message is made by us and contains no address.
 */
final class HandshakeRefusedException extends HandshakeException {

	private static final long serialVersionUID = 1L;

	private final String body;

	HandshakeRefusedException(int httpStatus, @Nullable Duration retryAfter, String body) {
		super(new ConnectionLoss(Kind.HANDSHAKE_REFUSED,
				"the upgrade to WebSocket was refused with HTTP status " + httpStatus + remedy(httpStatus), httpStatus,
				retryAfter));
		this.body = body;
	}

	private static String remedy(int httpStatus) {
		HttpStatusCode status = HttpStatusCode.valueOf(httpStatus);
		if (status.is2xxSuccessful()) {
			return ": this address answers HTTP only; providers have another URL for WebSocket";
		}
		return status.is3xxRedirection() ? ": the node redirects to another address, which is not followed" : "";
	}

	/**
	 * Return how the body of the answer begins. It is text of the node, so it belongs
	 * into a log at most.
	 * @return at most 200 characters of printable ASCII, others replaced by {@code ?}
	 */
	String body() {
		return this.body;
	}

}
