package io.headwater.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Accepts connections between one start of a node and its stop.
 */
final class NodeServer {

	private static final System.Logger logger = System.getLogger(NodeServer.class.getName());

	private static final int BACKLOG = 100;

	private final ServerSocket serverSocket;

	private final Connections connections;

	private final Thread acceptor;

	/**
	 * Begin to listen.
	 * @param port where, on the loopback interface
	 * @param connections where new connections go
	 * @throws IOException if the port is taken
	 */
	NodeServer(int port, Connections connections) throws IOException {
		this.connections = connections;
		this.serverSocket = listen(port);
		this.acceptor = NodeThreads.create("accept-" + port, this::accept);
		this.acceptor.start();
	}

	int port() {
		return this.serverSocket.getLocalPort();
	}

	/**
	 * Free the port and close all connections.
	 */
	void stop() {
		try {
			this.serverSocket.close();
			// The kernel keeps the port until the thread in accept has let go.
			this.acceptor.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The node cannot stop listening", ex);
		}
		finally {
			this.connections.abortAll(false);
		}
	}

	private void accept() {
		try {
			while (!this.serverSocket.isClosed()) {
				admit(this.serverSocket.accept());
			}
		}
		catch (IOException ex) {
			Level level = this.serverSocket.isClosed() ? Level.DEBUG : Level.ERROR;
			logger.log(level, "The node accepts no more connections", ex);
		}
	}

	private void admit(Socket socket) {
		NodeConnection connection = this.connections.add(socket);
		// A stop that came meanwhile may not have seen this connection.
		if (this.serverSocket.isClosed()) {
			connection.abort(false);
		}
	}

	private static ServerSocket listen(int port) throws IOException {
		ServerSocket socket = new ServerSocket();
		try {
			// A restart must not wait until the kernel forgets the old connections.
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), BACKLOG);
			return socket;
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

}
