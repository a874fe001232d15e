package io.headwater.transport;

import java.util.concurrent.ScheduledExecutorService;

import io.headwater.websocket.ConnectAttempt;
import io.headwater.websocket.HandshakeException;
import io.headwater.websocket.WatchfulSession;

import org.springframework.web.socket.client.WebSocketClient;

/**
 * Makes the WebSocket client for a node. A bean of this type, and nothing else, replaces
 * Headwater's own client: never a {@link WebSocketClient} by itself, since an application
 * may have one for something else.
 * <p>
 * Over any client it holds that
 * <ul>
 * <li>the configured headers, and those made for the attempt, go into the handshake, and
 * an attempt ends at {@code connect-timeout};</li>
 * <li>a message longer than the cap ends the connection, whether it comes whole or in
 * parts, and so does one whose parts take longer than they may;</li>
 * <li>a node from which nothing whole comes is pinged, and dead if it stays silent (of a
 * frame that never ends a client may say nothing, so that it counts as silence);</li>
 * <li>text and binary messages are read alike, sends are made one at a time, by a thread
 * that may wait, and for no longer than the send time-out;</li>
 * <li>a connection that ends is made anew, and no head is lost.</li>
 * </ul>
 * What else Headwater's own client does is the client's business: whether it checks the
 * answer to the handshake, follows redirects, tells the status and {@code Retry-After} of
 * a refusal (see {@link HandshakeException}) and which close code came, can be given up
 * at the deadline (see {@link ConnectAttempt}; two attempts that hang hold up a third),
 * how soon it lets go of a node that does not answer a close frame, which proxies and
 * which TLS it uses, what it logs (Spring's own log addresses and headers, with the keys
 * in them), and how often it wakes up. A client that makes {@link WatchfulSession}s is
 * trusted to keep to all of it by itself.
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
	 * @param endpoint the node; its TLS context and parameters, if it has any, are for
	 * the client to use
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

	/**
	 * Return a factory that has one client for all nodes. TLS is set up in that client: a
	 * node with an SSL bundle is refused, as the bundle would have no effect.
	 * @param client any client of Spring's kind, which several connections may share
	 * @return the factory
	 */
	static NodeClientFactory of(WebSocketClient client) {
		return (endpoint, settings) -> {
			if (endpoint.sslContext() != null) {
				throw new IllegalArgumentException("The node " + endpoint
						+ " has an SSL bundle, of which its WebSocket client knows nothing: set up TLS in the client "
						+ "and remove 'ssl-bundle', or write a NodeClientFactory that takes the endpoint's context");
			}
			return client;
		};
	}

}
