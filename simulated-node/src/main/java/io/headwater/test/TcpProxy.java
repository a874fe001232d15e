package io.headwater.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.headwater.test.LinkControl.Admission;

/**
 * A TCP proxy before any node, real or simulated, that does to connections what networks
 * do to them. The node goes on while its clients are away. It listens on a free port of
 * the loopback interface. All methods may be called by any thread; what they switch holds
 * for all connections, those that are there and new ones, until {@link #mend()}.
 */
public final class TcpProxy implements AutoCloseable {

	private static final System.Logger logger = System.getLogger(TcpProxy.class.getName());

	private final AtomicInteger nextIndex = new AtomicInteger();

	private final LinkControl control = new LinkControl();

	private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

	private final ServerSocket server;

	private final Thread acceptor;

	private volatile InetSocketAddress target;

	/**
	 * A way through a proxy.
	 */
	public enum Direction {

		/**
		 * From clients to the node.
		 */
		TO_NODE,

		/**
		 * From the node to clients.
		 */
		TO_CLIENT

	}

	private TcpProxy(InetSocketAddress target) throws IOException {
		this.target = target;
		this.server = LoopbackPort
			.openOnFreePort((port) -> new ServerSocket(port, 0, InetAddress.getLoopbackAddress()));
		this.acceptor = NodeThreads.create("proxy-accept", this::accept);
		this.acceptor.start();
	}

	/**
	 * Start a proxy.
	 * @param node the address of the node before which it stands
	 * @return the proxy, which forwards from now on
	 */
	public static TcpProxy before(URI node) {
		try {
			return new TcpProxy(address(node));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the address under which clients reach the node through this proxy.
	 * @return a WebSocket address without a path
	 */
	public URI url() {
		return URI.create("ws://127.0.0.1:" + this.server.getLocalPort());
	}

	/**
	 * Stand before another node from now on. Connections that are there stay where they
	 * are.
	 * @param node the address of that node
	 */
	public void switchTo(URI node) {
		this.target = address(node);
	}

	/**
	 * Count the connections that have not ended on both sides.
	 * @return how many, also of those that are not let through
	 */
	public int connectionCount() {
		return this.connections.size();
	}

	/**
	 * Break all connections (TCP RST). New ones are let through.
	 */
	public void reset() {
		this.connections.forEach(ProxiedConnection::reset);
	}

	/**
	 * Tell both sides of all connections that the other one has ended (TCP FIN). New ones
	 * are let through.
	 */
	public void end() {
		this.connections.forEach(ProxiedConnection::end);
	}

	/**
	 * Reset all connections, and refuse new ones.
	 */
	public void cut() {
		this.control.admit(Admission.REFUSED);
		reset();
	}

	/**
	 * Let new connections wait: the kernel accepts them, but nothing is carried.
	 */
	public void ignoreNewConnections() {
		this.control.admit(Admission.IGNORED);
	}

	/**
	 * Carry nothing, neither bytes nor ends, while the sockets stay open.
	 */
	public void pause() {
		this.control.pause(EnumSet.allOf(Direction.class));
	}

	/**
	 * Carry nothing one way.
	 * @param direction which way
	 */
	public void pause(Direction direction) {
		this.control.pause(EnumSet.of(direction));
	}

	/**
	 * Carry what was held back by {@link #pause()}, and go on.
	 */
	public void resume() {
		this.control.resume();
	}

	/**
	 * Carry slowly.
	 * @param bytesPerSecond how many bytes a second, at least 1, on each connection and
	 * each way
	 */
	public void throttle(long bytesPerSecond) {
		require(bytesPerSecond >= 1, "bytesPerSecond must be at least 1");
		this.control.throttle(bytesPerSecond);
	}

	/**
	 * Hold back what comes, piece after piece.
	 * @param delay how long after it came each piece goes on, at least
	 */
	public void delay(Duration delay) {
		require(!delay.isNegative(), "delay must not be negative");
		this.control.delay(delay);
	}

	/**
	 * Write no more than some bytes at a time, so that what was sent in one piece arrives
	 * in several, as far as the kernel does not join them.
	 * @param bytes how many, at least 1
	 */
	public void split(int bytes) {
		require(bytes >= 1, "bytes must be at least 1");
		this.control.split(bytes);
	}

	/**
	 * Carry everything at once, and let new connections through, those too that wait.
	 */
	public void mend() {
		this.control.reset();
	}

	/**
	 * Reset all connections and stop listening. No thread of this proxy is left.
	 */
	@Override
	public void close() {
		cut();
		try {
			this.server.close();
			this.acceptor.join();
			for (ProxiedConnection connection : this.connections) {
				connection.reset();
				connection.awaitEnd();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept() {
		try {
			while (!this.server.isClosed()) {
				forward(this.server.accept());
			}
		}
		catch (IOException ex) {
			Level level = this.server.isClosed() ? Level.DEBUG : Level.ERROR;
			logger.log(level, "The proxy accepts no more connections", ex);
		}
	}

	private void forward(Socket client) {
		ProxiedConnection connection = new ProxiedConnection(this.nextIndex.getAndIncrement(), client, this.target,
				this.control, this.connections::remove);
		this.connections.add(connection);
		connection.start();
	}

	private static InetSocketAddress address(URI node) {
		return new InetSocketAddress(node.getHost(), node.getPort());
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

}
