package io.headwater.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The process that a node plays: it is started, killed, and started again on the same
 * port. While it runs, it takes connections and announces what its chain makes canonical.
 */
final class NodeProcess {

	private final Lock lock = new ReentrantLock();

	private final SimulatedChain chain;

	private final HeadAnnouncer announcer;

	private final Connections connections;

	private final FreezeGate gate;

	// Read and written under the lock.
	private @Nullable NodeServer server;

	// Written under the lock; 0 before the first start.
	private volatile int port;

	NodeProcess(SimulatedChain chain, HeadAnnouncer announcer, Connections connections, FreezeGate gate) {
		this.chain = chain;
		this.announcer = announcer;
		this.connections = connections;
		this.gate = gate;
	}

	/**
	 * Begin to listen, on a free port the first time.
	 * @throws IllegalStateException if it runs
	 * @throws UncheckedIOException if it cannot listen
	 */
	void start() {
		this.lock.lock();
		try {
			if (this.server != null) {
				throw new IllegalStateException("The node is already started");
			}
			NodeServer started = (this.port != 0) ? listen(this.port) : LoopbackPort.openOnFreePort(this::listen);
			this.port = started.port();
			this.server = started;
			this.chain.addListener(this.announcer);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The node cannot listen", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private NodeServer listen(int port) throws IOException {
		return new NodeServer(port, this.connections);
	}

	/**
	 * End without a word to anybody. Does nothing if it does not run.
	 */
	void kill() {
		this.lock.lock();
		try {
			NodeServer stopped = this.server;
			if (stopped != null) {
				this.server = null;
				this.chain.removeListener(this.announcer);
				stopped.stop();
				this.gate.setFrozen(false);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return where it listens, or did when it ran.
	 * @return a TCP port of the loopback interface
	 * @throws IllegalStateException before the first start
	 */
	int port() {
		if (this.port == 0) {
			throw new IllegalStateException("The node has no port before its first start");
		}
		return this.port;
	}

}
