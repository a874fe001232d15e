package io.headwater.testing;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import io.headwater.test.ChaosNode;
import io.headwater.transport.Connection;
import io.headwater.transport.ConnectionListener;
import io.headwater.transport.DefaultClientFactory;
import io.headwater.transport.NodeClientFactory;
import io.headwater.transport.NodeEndpoint;
import io.headwater.transport.NodeTransport;
import io.headwater.transport.Payload;
import io.headwater.transport.TransportSettings;
import io.headwater.transport.TransportSettings.KeepAlive;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection of the WebSocket client that {@link EachClient} names to a real socket,
 * and what is told of it.
 */
public final class TestConnection implements ConnectionListener, AutoCloseable {

	public static final Duration TIMEOUT = Duration.ofSeconds(30);

	public static final int CAP = 100_000;

	/** So long that what is to happen sooner happens for another reason. */
	private static final Duration LONG = Duration.ofMinutes(5);

	private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

	private final ExecutorService writer = Executors.newCachedThreadPool();

	private final List<Payload> messages = new CopyOnWriteArrayList<>();

	private final List<ConnectionLoss> losses = new CopyOnWriteArrayList<>();

	private final NodeTransport transport;

	private volatile @Nullable Connection connection;

	private TestConnection(NodeEndpoint endpoint, TransportSettings settings) {
		this(endpoint, settings,
				isOwn() ? new DefaultClientFactory(TestConnection::newReader, System::nanoTime, Clock.systemUTC())
						: new StandardClientFactory());
	}

	private TestConnection(NodeEndpoint endpoint, TransportSettings settings, NodeClientFactory clients) {
		this.transport = new NodeTransport(endpoint, clients, settings, this.writer, this.scheduler, System::nanoTime);
	}

	private static Thread newReader(Runnable task) {
		Thread reader = new Thread(task, "reader");
		reader.setDaemon(true);
		return reader;
	}

	/**
	 * Whether the client is Headwater's own, which tells more of what a node does than
	 * any client promises.
	 */
	public static boolean isOwn() {
		return EachClient.OWN.equals(System.getProperty(EachClient.PROPERTY, EachClient.OWN));
	}

	public static TestConnection to(URI uri) {
		return new TestConnection(named(uri), settings(LONG, LONG)).open();
	}

	private static NodeEndpoint named(URI uri) {
		return new NodeEndpoint(uri, Map.of("X-Name", "value"));
	}

	public static TestConnection securelyTo(URI uri, @Nullable Supplier<SSLContext> sslContext) {
		return new TestConnection(new NodeEndpoint(uri, Map.of(), null, sslContext), settings(LONG, LONG)).open();
	}

	/** With time for a node that hangs to be given up. */
	public static TestConnection impatientlyTo(NodeEndpoint endpoint, Duration connectTimeout) {
		return new TestConnection(endpoint, settings(connectTimeout, LONG)).open();
	}

	/** To a node that must send something, and end its messages. */
	public static TestConnection watched(URI uri, Duration keepAlive, Duration partialMessageTimeout) {
		TransportSettings settings = new TransportSettings(LONG, LONG, CAP, 10,
				new KeepAlive(keepAlive, keepAlive, partialMessageTimeout));
		return new TestConnection(new NodeEndpoint(uri, Map.of()), settings).open();
	}

	private static TransportSettings settings(Duration connectTimeout, Duration keepAlive) {
		return new TransportSettings(connectTimeout, LONG, CAP, 10, new KeepAlive(keepAlive, keepAlive, keepAlive));
	}

	public TestConnection open() {
		this.connection = null;
		this.transport.open(this);
		return this;
	}

	public Connection awaitOpen() {
		return Awaitility.await()
			.atMost(TIMEOUT)
			.failFast("lost: " + this.losses, () -> !this.losses.isEmpty())
			.until(() -> this.connection, (connection) -> connection != null);
	}

	public ConnectionLoss awaitLoss() {
		Awaitility.await().atMost(TIMEOUT).until(() -> !this.losses.isEmpty());
		return this.losses.remove(0);
	}

	/**
	 * What becomes of a connection that is lost by itself.
	 */
	public static ConnectionLoss lossOf(URI uri) {
		try (TestConnection connection = to(uri)) {
			return connection.awaitLoss();
		}
	}

	/** Given up, not forgotten: the node sees each time that nobody waits any more. */
	public void assertGivenUpAfter500Millis(ChaosNode node) {
		for (int attempt = 0; attempt < 5; attempt++) {
			assertThat(awaitLoss()).isEqualTo(new ConnectionLoss(Kind.CONNECT_TIMEOUT, "not open within 500 ms"));
			node.awaitSockets(0, TIMEOUT);
			open();
		}
	}

	public Payload awaitMessage() {
		Awaitility.await().atMost(TIMEOUT).until(() -> !this.messages.isEmpty());
		return this.messages.remove(0);
	}

	public boolean heardNothing() {
		return this.connection == null && this.messages.isEmpty();
	}

	@Override
	public void opened(Connection connection) {
		this.connection = connection;
	}

	@Override
	public void received(Payload payload, long receivedNanos) {
		this.messages.add(payload.copy());
	}

	@Override
	public void lost(ConnectionLoss loss) {
		this.losses.add(loss);
	}

	@Override
	public void close() {
		Connection connection = this.connection;
		if (connection != null) {
			connection.close();
		}
		this.scheduler.shutdownNow();
		this.writer.shutdown();
	}

}
