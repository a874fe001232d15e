package io.headwater.test;

import java.util.List;

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
	 * Tell what a client has subscribed to.
	 * @param connection the client's
	 * @return the ids of its subscriptions
	 */
	List<String> subscriptions(NodeConnection connection);

	/**
	 * The connection has moved on to another state. Called once per state on whichever
	 * thread moved it, without a lock of the connection.
	 * @param connection which
	 */
	void stateChanged(NodeConnection connection);

}
