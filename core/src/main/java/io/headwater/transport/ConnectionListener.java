package io.headwater.transport;

import io.headwater.websocket.ConnectionLoss;

/**
 * Hears of one connection. Messages are handed over one at a time, in order. A loss may
 * be told by another thread while a message is still being handled. The methods must not
 * wait and must not throw.
 */
public interface ConnectionListener {

	void opened(Connection connection);

	/**
	 * A whole message came in.
	 * @param payload the message, valid only during this call
	 * @param receivedNanos when its last part came, on the clock of the transport
	 */
	void received(Payload payload, long receivedNanos);

	/**
	 * The connection could not be opened, or has ended. It is the last call, made once,
	 * and not made if {@link Connection#close()} was called first.
	 */
	void lost(ConnectionLoss loss);

}
