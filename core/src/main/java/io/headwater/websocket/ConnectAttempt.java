package io.headwater.websocket;

/**
 * An attempt to connect that can be given up. The future that a client returns may
 * implement it.
 */
public interface ConnectAttempt {

	/**
	 * Give the attempt up, without waiting: nobody wants its session any more. It stays
	 * incomplete for as long as it has a thread or a socket.
	 */
	void abandon();

}
