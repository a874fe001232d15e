package io.headwater.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy before any node, real or simulated, that a test can cut: the node goes on
 * while its clients are away. It listens on a free port of the loopback interface.
 */
public final class TcpProxy implements AutoCloseable {

	private static final int BUFFER = 64 * 1024;

	private final InetSocketAddress target;

	private final ServerSocket server;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private volatile boolean cut;

	private TcpProxy(InetSocketAddress target) throws IOException {
		this.target = target;
		this.server = LoopbackPort
			.openOnFreePort((port) -> new ServerSocket(port, 0, InetAddress.getLoopbackAddress()));
		NodeThreads.create("proxy-accept", this::accept).start();
	}

	/**
	 * Start a proxy.
	 * @param node the address of the node before which it stands
	 * @return the proxy, which forwards from now on
	 */
	public static TcpProxy before(URI node) {
		try {
			return new TcpProxy(new InetSocketAddress(node.getHost(), node.getPort()));
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
	 * Reset all connections, and refuse new ones until {@link #mend()}.
	 */
	public void cut() {
		this.cut = true;
		this.sockets.forEach(TcpProxy::reset);
		this.sockets.clear();
	}

	/**
	 * Let connections through again.
	 */
	public void mend() {
		this.cut = false;
	}

	/**
	 * Reset all connections and stop listening.
	 */
	@Override
	public void close() {
		cut();
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				forward(this.server.accept());
			}
			catch (IOException ex) {
				// The listening socket was closed, or the node refused: both end here.
				continue;
			}
		}
	}

	private void forward(Socket client) throws IOException {
		this.sockets.add(client);
		if (this.cut) {
			reset(client);
			return;
		}
		Socket node = new Socket();
		this.sockets.add(node);
		try {
			node.connect(this.target);
		}
		catch (IOException ex) {
			reset(client);
			throw ex;
		}
		NodeThreads.create("proxy-up", () -> pump(client, node)).start();
		NodeThreads.create("proxy-down", () -> pump(node, client)).start();
	}

	private void pump(Socket from, Socket to) {
		byte[] buffer = new byte[BUFFER];
		try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				out.write(buffer, 0, count);
			}
		}
		catch (IOException ex) {
			// One side is gone, so the other one goes too.
			reset(to);
		}
		finally {
			this.sockets.remove(from);
		}
	}

	private static void reset(Socket socket) {
		try {
			socket.setSoLinger(true, 0);
			socket.close();
		}
		catch (IOException ex) {
			// The other side was faster: it is closed.
			return;
		}
	}

}
