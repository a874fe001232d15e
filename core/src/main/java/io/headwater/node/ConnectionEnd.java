package io.headwater.node;

import java.util.Objects;
import java.util.Set;

import io.headwater.websocket.ConnectionLoss;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt failed or a connection ended, and with it how soon the node is tried
 * again.
 */
public enum ConnectionEnd {

	/**
	 * The host is unknown or not reachable, or refused the connection.
	 */
	UNREACHABLE(RetryPolicy.USUAL),

	/**
	 * The connection was not open in time.
	 */
	CONNECT_TIMEOUT(RetryPolicy.USUAL),

	/**
	 * The node did not upgrade the connection to WebSocket.
	 */
	NOT_UPGRADED(RetryPolicy.SLOWER),

	/**
	 * The node could not upgrade the connection at this moment.
	 */
	UNAVAILABLE(RetryPolicy.USUAL),

	/**
	 * The node refused the credentials or the path (HTTP status 401, 403 or 404).
	 */
	DENIED(RetryPolicy.REFUSED),

	/**
	 * The node has too many requests to serve (HTTP status 429 or 503, or a JSON-RPC
	 * error that says so).
	 */
	RATE_LIMITED(RetryPolicy.CROWDED),

	/**
	 * The TLS handshake failed.
	 */
	TLS(RetryPolicy.SLOWER),

	/**
	 * The node is of another chain.
	 */
	OTHER_CHAIN(RetryPolicy.REFUSED),

	/**
	 * The node does not announce its heads, or answers the upgrade with success (HTTP
	 * status 2xx), as an endpoint for HTTP does.
	 */
	NO_SUBSCRIPTIONS(RetryPolicy.REFUSED),

	/**
	 * The node did not answer a call, or answered an error.
	 */
	NO_ANSWER(RetryPolicy.USUAL),

	/**
	 * The node closed the connection as it does for a restart or after some hours (close
	 * code 1000, 1001, 1012 or 1013).
	 */
	CLOSED_AS_PLANNED(RetryPolicy.USUAL),

	/**
	 * The connection broke, or the node closed it for another reason.
	 */
	CLOSED(RetryPolicy.USUAL),

	/**
	 * Nothing came from the node for too long.
	 */
	SILENT(RetryPolicy.USUAL),

	/**
	 * The node broke the protocol, or sent too much that cannot be read.
	 */
	PROTOCOL(RetryPolicy.SLOWER),

	/**
	 * A message was longer than {@code max-message-size}.
	 */
	MESSAGE_TOO_LONG(RetryPolicy.SLOWER),

	/**
	 * A message could not be sent in time.
	 */
	SEND_FAILED(RetryPolicy.USUAL),

	/**
	 * The node announced nothing any more, although its chain moved.
	 */
	STALE(RetryPolicy.USUAL),

	/**
	 * The node is behind another one, or still fetches old blocks.
	 */
	BEHIND(RetryPolicy.USUAL),

	/**
	 * The node reorganised its chain too often.
	 */
	UNSTABLE(RetryPolicy.USUAL),

	/**
	 * The node does not serve headers on which its own newest head stands.
	 */
	UNSERVED(RetryPolicy.USUAL),

	/**
	 * The headers that the node serves do not link to each other.
	 */
	UNLINKED(RetryPolicy.USUAL),

	/**
	 * A more preferred node has been well for long enough.
	 */
	FAIL_BACK(RetryPolicy.USUAL),

	/**
	 * Somebody asked for it.
	 */
	ON_DEMAND(RetryPolicy.USUAL),

	/**
	 * Something of ours failed, which is a defect.
	 */
	DEFECT(RetryPolicy.USUAL);

	private static final Set<Integer> DENIALS = Set.of(401, 403, 404);

	private static final Set<Integer> TOO_MUCH_TO_DO = Set.of(429, 503);

	private static final Set<Integer> PLANNED = Set.of(1000, 1001, 1012, 1013);

	private static final int FIRST_REDIRECTION = 300;

	private static final int FIRST_SERVER_ERROR = 500;

	private final RetryPolicy lane;

	ConnectionEnd(RetryPolicy lane) {
		this.lane = lane;
	}

	RetryPolicy lane() {
		return this.lane;
	}

	/**
	 * Return whether it says that others are better, not that the node cannot be reached.
	 */
	boolean isVerdict() {
		return this == STALE || this == BEHIND || this == UNSTABLE || this == ON_DEMAND || isOfHeaders();
	}

	/**
	 * Return whether it says that the node does not serve what it announces, so that how
	 * far it is means nothing.
	 */
	boolean isOfHeaders() {
		return this == UNSERVED || this == UNLINKED;
	}

	static ConnectionEnd of(ConnectionLoss loss) {
		return switch (loss.kind()) {
			case UNREACHABLE -> UNREACHABLE;
			case CONNECT_TIMEOUT -> CONNECT_TIMEOUT;
			case HANDSHAKE_REFUSED -> ofStatus(loss.httpStatus());
			case TLS -> TLS;
			case CLOSED ->
				PLANNED.contains(Objects.requireNonNullElse(loss.closeCode(), 0)) ? CLOSED_AS_PLANNED : CLOSED;
			case SILENT -> SILENT;
			case PROTOCOL -> PROTOCOL;
			case MESSAGE_TOO_LONG -> MESSAGE_TOO_LONG;
			case SEND_FAILED -> SEND_FAILED;
			case HANDLER_FAILED -> DEFECT;
		};
	}

	/** A node that is just starting may end the handshake without a status. */
	private static ConnectionEnd ofStatus(@Nullable Integer status) {
		if (status == null) {
			return UNAVAILABLE;
		}
		if (DENIALS.contains(status)) {
			return DENIED;
		}
		if (TOO_MUCH_TO_DO.contains(status)) {
			return RATE_LIMITED;
		}
		if (status < FIRST_REDIRECTION) {
			return NO_SUBSCRIPTIONS;
		}
		return (status >= FIRST_SERVER_ERROR) ? UNAVAILABLE : NOT_UPGRADED;
	}

}
