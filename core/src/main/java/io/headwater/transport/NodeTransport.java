package io.headwater.transport;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.client.WebSocketClient;

/**
 * Opens connections to one node, each a new generation.
 */
public final class NodeTransport {

	/** The one that is wanted, and one that still hangs after its deadline. */
	private static final int MAX_ATTEMPTS = 2;

	private final NodeEndpoint endpoint;

	private final WebSocketClient client;

	private final TransportSettings settings;

	private final Executor writer;

	private final ScheduledExecutorService scheduler;

	private final LongSupplier nanoTime;

	private final AtomicLong generations = new AtomicLong();

	private final AtomicInteger attempts = new AtomicInteger();

	private volatile @Nullable AtomicLong lastFrame;

	private volatile Map<String, String> freshHeaders = Map.of();

	/**
	 * Create a transport.
	 * @param writer runs what may wait for a socket; more than one task at a time
	 */
	public NodeTransport(NodeEndpoint endpoint, NodeClientFactory clients, TransportSettings settings, Executor writer,
			ScheduledExecutorService scheduler, LongSupplier nanoTime) {
		this.endpoint = remembering(endpoint);
		this.client = clients.createClient(endpoint, settings, scheduler);
		this.settings = settings;
		this.writer = writer;
		this.scheduler = scheduler;
		this.nanoTime = nanoTime;
	}

	private NodeEndpoint remembering(NodeEndpoint endpoint) {
		Callable<Map<String, String>> freshHeaders = endpoint.freshHeaders();
		if (freshHeaders == null) {
			return endpoint;
		}
		return new NodeEndpoint(endpoint.uri(), endpoint.headers(), () -> {
			this.freshHeaders = Map.copyOf(freshHeaders.call());
			return this.freshHeaders;
		}, endpoint.sslContext(), endpoint.sslParameters());
	}

	/**
	 * Start to open a connection. Returns at once; how it ends is told to the listener,
	 * perhaps before this returns. While two attempts whose deadlines have passed still
	 * hang, no other is begun, and that is told as a loss.
	 * @return the connection, which is not open yet
	 */
	public Connection open(ConnectionListener listener) {
		ManagedConnection connection = new ManagedConnection(this, this.generations.incrementAndGet(), listener,
				this.settings, this.writer, this.scheduler, this.nanoTime);
		if (this.attempts.incrementAndGet() > MAX_ATTEMPTS) {
			this.attempts.decrementAndGet();
			connection.refuse("two earlier attempts still hang, so no other was begun");
		}
		else {
			connection.open(this.endpoint, this.client);
		}
		return connection;
	}

	/** Return the node, whose text form shows no secret. */
	public NodeEndpoint endpoint() {
		return this.endpoint;
	}

	/** Return the headers made for the newest attempt, which are secrets. */
	public Map<String, String> freshHeaders() {
		return this.freshHeaders;
	}

	/**
	 * Return how long ago the node sent its last frame over the connection that was
	 * opened last. It goes on growing when that has ended.
	 * @return the time since then, or {@code null} before the first connection was open
	 */
	public @Nullable Duration sinceLastFrame() {
		AtomicLong lastFrame = this.lastFrame;
		return (lastFrame != null) ? Duration.ofNanos(Math.max(0, this.nanoTime.getAsLong() - lastFrame.get())) : null;
	}

	/** Nothing is left of an attempt: it has failed, or has become a session. */
	void attemptOver() {
		this.attempts.decrementAndGet();
	}

	/**
	 * A connection is open.
	 * @param lastFrame when its last frame came, always up to date; not the connection
	 * itself, whose buffers may be large
	 */
	void opened(AtomicLong lastFrame) {
		this.lastFrame = lastFrame;
	}

}
