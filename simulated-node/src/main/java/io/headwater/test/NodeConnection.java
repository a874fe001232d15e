package io.headwater.test;

import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One client's connection, from the TCP accept to the end: its state and its two threads.
 * The reader takes what the client sends; the writer drains the queue, so that a client
 * that reads nothing holds up neither miners nor other clients. A client that lets the
 * queue fill is dropped, as geth does.
 */
final class NodeConnection {

	/**
	 * How far a connection has come; it only moves forward.
	 */
	enum State {

		/**
		 * Accepted; the client has not asked for WebSocket yet.
		 */
		CONNECTING,

		/**
		 * The answer to the client's request is on its way; messages go both ways.
		 */
		OPEN,

		/**
		 * A close frame is on its way; nothing else is sent after it.
		 */
		CLOSING,

		/**
		 * The socket is closed.
		 */
		CLOSED

	}

	private static final System.Logger logger = System.getLogger(NodeConnection.class.getName());

	private static final int CLOSE_TIMEOUT_SECONDS = 2;

	private final CountDownLatch farewell = new CountDownLatch(1);

	private final CountDownLatch gone = new CountDownLatch(1);

	private final AtomicReference<State> state = new AtomicReference<>(State.CONNECTING);

	private final int index;

	private final NodeSocket socket;

	private final ConnectionListener listener;

	private final ConnectionReader incoming;

	private final ConnectionWriter outgoing;

	private final Thread reader;

	private final Thread writer;

	NodeConnection(int index, NodeSocket socket, NodeConditions conditions, ConnectionListener listener) {
		this.index = index;
		this.socket = socket;
		this.listener = listener;
		this.incoming = new ConnectionReader(this, socket, conditions, listener);
		this.outgoing = new ConnectionWriter(this, socket, conditions);
		this.reader = NodeThreads.create("reader-" + index, this::read);
		this.writer = NodeThreads.create("writer-" + index, this::write);
	}

	void start() {
		this.reader.start();
	}

	int index() {
		return this.index;
	}

	State state() {
		return this.state.get();
	}

	List<String> subscriptions() {
		return this.listener.subscriptions(this);
	}

	/**
	 * Answer the client's wish for a WebSocket, and all that comes after it.
	 * @param response the head of the answer
	 */
	void open(byte[] response) {
		send(Output.response(response));
		send(Output.nothing(Moment.OPEN));
		// Open before the client can know: what it then expects must already be true.
		moveTo(State.OPEN);
		this.writer.start();
	}

	/**
	 * The client has sent a close frame, so that nothing more of it is waited for.
	 */
	void clientHasClosed() {
		this.farewell.countDown();
	}

	void send(Output output) {
		if (!this.outgoing.add(output)) {
			logger.log(Level.DEBUG, "Connection {0} does not read, so it is dropped", this.index);
			abort(true);
		}
	}

	/**
	 * Begin the close handshake, or end it, after all that waits to be sent. The socket
	 * is closed when the client has had its part, or after two seconds.
	 * @param frame a close frame
	 */
	void close(Output frame) {
		if (moveTo(State.CLOSING)) {
			this.outgoing.addLast(frame);
		}
	}

	/**
	 * Close the socket at once, whatever waits to be sent.
	 * @param reset whether to send a TCP reset instead of an orderly end
	 */
	void abort(boolean reset) {
		moveTo(State.CLOSED);
		try {
			this.socket.close(reset);
		}
		catch (IOException ex) {
			logger.log(Level.DEBUG, "Closing the socket of connection " + this.index, ex);
		}
		// Either thread may wait for something that no longer comes.
		this.gone.countDown();
		this.outgoing.end();
		this.reader.interrupt();
		this.writer.interrupt();
	}

	void pause(Duration time) throws IOException, InterruptedException {
		if (this.gone.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
			throw new EOFException("The client is gone");
		}
	}

	void awaitGone() throws IOException, InterruptedException {
		if (Thread.currentThread() == this.reader) {
			// Nobody else would see that the client goes.
			this.socket.drain();
		}
		else {
			this.gone.await();
		}
	}

	private void read() {
		boolean closing = false;
		try {
			// Closing a socket with unread input would reset it and lose what was sent.
			if (!this.incoming.connect()) {
				this.socket.drain();
			}
			else if (this.incoming.converse()) {
				closing = true;
				this.socket.drain();
			}
		}
		catch (IOException | InterruptedException ex) {
			logger.log(Level.DEBUG, "Connection " + this.index + " is gone", ex);
		}
		finally {
			this.farewell.countDown();
			this.gone.countDown();
			if (!closing) {
				abort(false);
			}
		}
	}

	private void write() {
		try {
			this.outgoing.write();
			if (!this.farewell.await(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
				logger.log(Level.DEBUG, "Connection {0} does not answer the close frame", this.index);
			}
		}
		catch (IOException | InterruptedException ex) {
			logger.log(Level.DEBUG, "Connection " + this.index + " cannot be written to", ex);
		}
		finally {
			abort(false);
		}
	}

	private boolean moveTo(State next) {
		State previous = this.state.getAndUpdate((current) -> (next.compareTo(current) > 0) ? next : current);
		boolean moved = next.compareTo(previous) > 0;
		if (moved) {
			this.listener.stateChanged(this);
		}
		return moved;
	}

}
