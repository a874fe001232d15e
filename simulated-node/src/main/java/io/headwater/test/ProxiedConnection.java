package io.headwater.test;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.headwater.test.TcpProxy.Direction;

/**
 * One client's connection through a proxy: two sockets, and a thread for each direction.
 * An end of either side is handed on once all before it was carried.
 */
final class ProxiedConnection {

	private static final System.Logger logger = System.getLogger(ProxiedConnection.class.getName());

	private static final int BUFFER = 64 * 1024;

	private final AtomicInteger threads = new AtomicInteger(1);

	private final Socket node = new Socket();

	private final Socket client;

	private final InetSocketAddress target;

	private final LinkControl control;

	private final Consumer<ProxiedConnection> ended;

	private final Thread up;

	private final Thread down;

	ProxiedConnection(int index, Socket client, InetSocketAddress target, LinkControl control,
			Consumer<ProxiedConnection> ended) {
		this.client = client;
		this.target = target;
		this.control = control;
		this.ended = ended;
		this.up = NodeThreads.create("proxy-up-" + index, () -> run(this::connect));
		this.down = NodeThreads.create("proxy-down-" + index,
				() -> run(() -> pump(this.node, this.client, Direction.TO_CLIENT)));
	}

	void start() {
		this.up.start();
	}

	/**
	 * Tell both sides that the other one has ended, whether it has or not.
	 */
	void end() {
		end(this.client);
		end(this.node);
	}

	/**
	 * Reset both sides at once.
	 */
	void reset() {
		reset(this.client);
		reset(this.node);
		this.up.interrupt();
		this.down.interrupt();
	}

	void awaitEnd() throws InterruptedException {
		this.up.join();
		this.down.join();
	}

	private void run(Work work) {
		try {
			work.run();
		}
		catch (IOException | InterruptedException ex) {
			logger.log(Level.DEBUG, "One side is gone, so the other one goes too", ex);
			reset();
		}
		if (this.threads.decrementAndGet() == 0) {
			close(this.client);
			close(this.node);
			this.ended.accept(this);
		}
	}

	private void connect() throws IOException, InterruptedException {
		if (!this.control.awaitAdmission()) {
			reset();
			return;
		}
		this.node.connect(this.target);
		this.node.setTcpNoDelay(true);
		this.client.setTcpNoDelay(true);
		if (this.client.isOutputShutdown()) {
			// The test has asked for the end before there was a second side.
			end(this.node);
		}
		this.threads.incrementAndGet();
		this.down.start();
		pump(this.client, this.node, Direction.TO_NODE);
	}

	private void pump(Socket from, Socket to, Direction direction) throws IOException, InterruptedException {
		byte[] buffer = new byte[BUFFER];
		InputStream in = from.getInputStream();
		for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
			this.control.carry(direction, buffer, count, to);
		}
		this.control.awaitTurn(direction);
		end(to);
	}

	private static void end(Socket socket) {
		try {
			socket.shutdownOutput();
		}
		catch (IOException ex) {
			logger.log(Level.DEBUG, "This side has ended already, or has not begun", ex);
		}
	}

	private static void reset(Socket socket) {
		try {
			socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			logger.log(Level.DEBUG, "This side has ended already", ex);
		}
		close(socket);
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			logger.log(Level.DEBUG, "Closing a socket of the proxy", ex);
		}
	}

	/**
	 * What a thread does.
	 */
	@FunctionalInterface
	private interface Work {

		void run() throws IOException, InterruptedException;

	}

}
