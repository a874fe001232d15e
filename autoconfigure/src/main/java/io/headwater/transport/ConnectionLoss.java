package io.headwater.transport;

/**
 * Why a connection could not be opened or has ended.
 *
 * @param kind what happened
 * @param detail the same in words, made by us alone: no address, no text of the node
 */
public record ConnectionLoss(Kind kind, String detail) {

	/**
	 * What can happen to a connection.
	 */
	public enum Kind {

		/**
		 * The host is unknown or not reachable, or refused the connection.
		 */
		UNREACHABLE,

		/**
		 * The connection was not open within the connect time-out.
		 */
		CONNECT_TIMEOUT,

		/**
		 * The node answered the handshake with something else than an upgrade.
		 */
		HANDSHAKE_REFUSED,

		/**
		 * The TLS handshake failed.
		 */
		TLS,

		/**
		 * The node closed the connection, or the connection broke.
		 */
		CLOSED,

		/**
		 * A message was longer than the cap.
		 */
		MESSAGE_TOO_LONG,

		/**
		 * A message could not be sent in time, or too many waited.
		 */
		SEND_FAILED,

		/**
		 * The one who handles messages failed, which is a defect.
		 */
		HANDLER_FAILED

	}

}
