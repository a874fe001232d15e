package io.headwater.test;

/**
 * Told what happens on a {@link NodeConnection}.
 */
interface ConnectionListener {

	/**
	 * A client has asked to open the connection. Called on the reader thread.
	 * @param request what it sent
	 */
	void handshakeReceived(ReceivedHandshake request);

	/**
	 * A whole text message has arrived. Called on the reader thread.
	 * @param connection where
	 * @param text the message
	 */
	void messageReceived(NodeConnection connection, String text);

	/**
	 * The connection has moved on to another state. Called once per state on whichever
	 * thread moved it, without a lock of the connection.
	 * @param connection which
	 */
	void stateChanged(NodeConnection connection);

}
