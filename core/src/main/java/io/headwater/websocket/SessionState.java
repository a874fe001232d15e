package io.headwater.websocket;

/**
 * How far a session has come; it only moves forward.
 */
enum SessionState {

	/**
	 * Messages go both ways.
	 */
	OPEN,

	/**
	 * A close frame was sent or came in: nothing is sent or handed over any more.
	 */
	CLOSING,

	/**
	 * The socket is closed.
	 */
	CLOSED;

	boolean canMoveTo(SessionState next) {
		return next.compareTo(this) > 0;
	}

}
