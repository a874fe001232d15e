package io.headwater.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.headwater.test.SimulatedNode;

/**
 * Stands before an honest node and does to its clients what a test chooses.
 */
final class HostileNode implements AutoCloseable {

	private final Set<HostileConnection> connections = ConcurrentHashMap.newKeySet();

	private final AtomicInteger accepted = new AtomicInteger();

	private final AtomicLong written = new AtomicLong();

	private final SimulatedNode honest;

	private final ServerSocket server;

	private volatile Behaviour behaviour;

	private HostileNode(SimulatedNode honest, ServerSocket server, Behaviour behaviour) {
		this.honest = honest;
		this.server = server;
		this.behaviour = behaviour;
	}

	/**
	 * Start a node.
	 * @param honest the node behind it
	 * @param behaviour what it does to its clients
	 * @return the node, which listens on a port of the loopback interface
	 */
	static HostileNode before(SimulatedNode honest, Behaviour behaviour) {
		return before(honest, behaviour, plainSocket());
	}

	static HostileNode before(SimulatedNode honest, Behaviour behaviour, ServerSocket server) {
		HostileNode node = new HostileNode(honest, server, behaviour);
		node.start("accept", node::accept);
		return node;
	}

	private static ServerSocket plainSocket() {
		try {
			return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Cut all connections, forget the counts, and do something else from now on.
	 */
	void behave(Behaviour behaviour) {
		this.behaviour = behaviour;
		this.connections.forEach(HostileConnection::close);
		this.accepted.set(0);
		this.written.set(0);
	}

	URI url() {
		return URI.create("ws://127.0.0.1:" + port());
	}

	int port() {
		return this.server.getLocalPort();
	}

	SimulatedNode honest() {
		return this.honest;
	}

	/** How many connections were accepted. */
	int connections() {
		return this.accepted.get();
	}

	/** How many bytes the clients took. */
	long written() {
		return this.written.get();
	}

	void wrote(int bytes) {
		this.written.addAndGet(bytes);
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				this.accepted.incrementAndGet();
				start("play", () -> play(client));
			}
			catch (IOException ex) {
				// The client was gone before, or the socket is closed, which ends the
				// loop.
				continue;
			}
		}
	}

	private void play(Socket client) {
		Behaviour behaviour = this.behaviour;
		try (HostileConnection connection = new HostileConnection(this, client)) {
			this.connections.add(connection);
			behaviour.play(connection);
		}
		catch (IOException ex) {
			// The client has had enough, as it should, or the behaviour has changed.
			return;
		}
	}

	void ended(HostileConnection connection) {
		this.connections.remove(connection);
	}

	/** Begin something beside, which ends with its connection. */
	void start(String role, Runnable task) {
		Thread thread = new Thread(task, "hostile-node-" + role);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.server.close();
			this.connections.forEach(HostileConnection::close);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
