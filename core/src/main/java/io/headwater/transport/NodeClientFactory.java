package io.headwater.transport;

import java.util.concurrent.ScheduledExecutorService;

import io.headwater.websocket.ConnectAttempt;
import io.headwater.websocket.HandshakeException;

import org.springframework.web.socket.client.WebSocketClient;

/**
 * Makes the WebSocket client for a node. An application that brings its own bean of this
 * type replaces the one that {@code headwater.engine} names.
 */
@FunctionalInterface
public interface NodeClientFactory {

	/**
	 * Make a client for one node. Called for each node whenever the stream of its chain
	 * starts. The client must not wait for the handshake on the calling thread, and must
	 * call the handler of one session by one thread at a time. The future that it returns
	 * may fail with a {@link HandshakeException}, to tell more, and may be a
	 * {@link ConnectAttempt}, to be given up after its deadline; it completes when
	 * nothing is left of the attempt.
	 * @param endpoint the node
	 * @param settings the limits that a connection to it keeps, some of which the client
	 * may have to know
	 * @return the client that opens every connection to this node
	 */
	WebSocketClient createClient(NodeEndpoint endpoint, TransportSettings settings);

	/**
	 * Make a client for one node that may use the scheduler of the stream instead of one
	 * of its own.
	 * @param endpoint the node
	 * @param settings the limits that a connection to it keeps
	 * @param scheduler runs short tasks until the stream stops, and none after that
	 * @return the client that opens every connection to this node
	 */
	default WebSocketClient createClient(NodeEndpoint endpoint, TransportSettings settings,
			ScheduledExecutorService scheduler) {
		return createClient(endpoint, settings);
	}

}
