package io.headwater.websocket;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Why a connection could not be opened or has ended.
 *
 * @param kind what happened
 * @param detail the same in words: no address, and of the node's own words only the
 * reason with which it closed, cut and printable, which may repeat a secret
 * @param httpStatus the status with which the node refused the upgrade, if it did and the
 * client tells it
 * @param retryAfter for how long the node wants to be left alone, if it said so
 * @param closeCode the code with which the WebSocket was closed (RFC 6455, section 7.4),
 * if it was and the client tells it
 */
public record ConnectionLoss(Kind kind, String detail, @Nullable Integer httpStatus, @Nullable Duration retryAfter,
		@Nullable Integer closeCode) {

	/** Tell of a loss to which no status belongs. */
	public ConnectionLoss(Kind kind, String detail) {
		this(kind, detail, null, null);
	}

	/** Tell of a failed attempt, or of an end without a close code. */
	public ConnectionLoss(Kind kind, String detail, @Nullable Integer httpStatus, @Nullable Duration retryAfter) {
		this(kind, detail, httpStatus, retryAfter, null);
	}

	/** Create the loss of a connection over which nothing came. */
	public static ConnectionLoss silent(Duration timeout) {
		return new ConnectionLoss(Kind.SILENT, "nothing came for " + timeout.toMillis() + " ms after a ping");
	}

	/** What can happen to a connection. */
	public enum Kind {

		/** The host is unknown or not reachable, or refused the connection. */
		UNREACHABLE,

		/** The connection was not open within the connect time-out. */
		CONNECT_TIMEOUT,

		/** The node answered the handshake with something else than an upgrade. */
		HANDSHAKE_REFUSED,

		/** The TLS handshake failed. */
		TLS,

		/** The node closed the connection, or the connection broke. */
		CLOSED,

		/** Nothing came from the node for too long, not even an answer to a ping. */
		SILENT,

		/**
		 * The node broke the WebSocket protocol (RFC 6455), or began a message and did
		 * not end it in time.
		 */
		PROTOCOL,

		/** A message was longer than the cap. */
		MESSAGE_TOO_LONG,

		/** A message could not be sent in time, or too many waited. */
		SEND_FAILED,

		/** The one who handles messages failed, which is a defect. */
		HANDLER_FAILED

	}

}
