package io.headwater.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.WebSocketClient;

/**
 * Opens connections to one node, each a new generation.
 */
public final class NodeTransport {

	private final NodeEndpoint endpoint;

	private final WebSocketClient client;

	private final TransportSettings settings;

	private final Executor writer;

	private final ScheduledExecutorService scheduler;

	private final LongSupplier nanoTime;

	private final AtomicLong generations = new AtomicLong();

	/**
	 * Create a transport.
	 * @param endpoint the node
	 * @param clients makes the WebSocket client
	 * @param settings the limits of each connection
	 * @param writer runs what may wait for a socket; more than one task at a time
	 * @param scheduler runs deadlines
	 * @param nanoTime the monotonic clock, in nanoseconds
	 */
	public NodeTransport(NodeEndpoint endpoint, NodeClientFactory clients, TransportSettings settings, Executor writer,
			ScheduledExecutorService scheduler, LongSupplier nanoTime) {
		this.endpoint = endpoint;
		this.client = clients.createClient(endpoint, settings);
		this.settings = settings;
		this.writer = writer;
		this.scheduler = scheduler;
		this.nanoTime = nanoTime;
	}

	/**
	 * Start to open a connection. Returns at once; how it ends is told to the listener,
	 * perhaps before this returns.
	 * @param listener hears of the connection
	 * @return the connection, which is not open yet
	 */
	public Connection open(ConnectionListener listener) {
		ManagedConnection connection = new ManagedConnection(this.generations.incrementAndGet(), listener,
				this.settings, this.writer, this.scheduler, this.nanoTime);
		WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
		this.endpoint.headers().forEach(headers::add);
		connection.open(this.client, headers, this.endpoint.uri());
		return connection;
	}

	/**
	 * Return the node that this transport leads to.
	 * @return the node's address; its text form shows no secret
	 */
	public NodeEndpoint endpoint() {
		return this.endpoint;
	}

}
