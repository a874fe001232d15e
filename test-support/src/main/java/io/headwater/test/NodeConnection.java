package io.headwater.test;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One client's connection, from the TCP accept to the end. A reader thread does the
 * handshake, answers control frames and hands on messages; a writer thread drains the
 * queue, so that a client that reads nothing holds up neither miners nor other clients. A
 * client that lets the queue fill is dropped, as geth does.
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

	private static final int MAX_MESSAGE = 16 * 1024 * 1024;

	private static final int CLOSE_TIMEOUT_SECONDS = 2;

	private final CountDownLatch farewell = new CountDownLatch(1);

	private final CountDownLatch gone = new CountDownLatch(1);

	private final AtomicReference<State> state = new AtomicReference<>(State.CONNECTING);

	private final int index;

	private final NodeSocket socket;

	private final NodeConditions conditions;

	private final ConnectionListener listener;

	private final ConnectionWriter outgoing;

	private final Thread reader;

	private final Thread writer;

	NodeConnection(int index, NodeSocket socket, NodeConditions conditions, ConnectionListener listener) {
		this.index = index;
		this.socket = socket;
		this.conditions = conditions;
		this.listener = listener;
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
			if (!connect()) {
				this.socket.drain();
			}
			else if (converse(new BufferedInputStream(this.socket.in()))) {
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

	/**
	 * Do what comes before HTTP.
	 * @return whether the connection is still good
	 */
	private boolean connect() throws IOException, InterruptedException {
		Fault fault = this.conditions.faults().take(Moment.CONNECT);
		if (fault != null) {
			fault.play(new Wire(this, this.socket, Output.nothing(Moment.CONNECT)));
		}
		if (!this.socket.canWrite()) {
			return false;
		}
		this.socket.secure(this.conditions.tls());
		return true;
	}

	/**
	 * Do all from the opening request to the close frame.
	 * @return whether there is a close frame to be sent
	 */
	private boolean converse(InputStream in) throws IOException, InterruptedException {
		if (!open(in)) {
			return false;
		}
		receive(in);
		return true;
	}

	private boolean open(InputStream in) throws IOException, InterruptedException {
		ReceivedHandshake request = WebSocketHandshake.read(in, this.index);
		this.conditions.gate().pass();
		this.listener.handshakeReceived(request);
		if (!WebSocketHandshake.isAcceptable(request)) {
			this.socket.out().write(WebSocketHandshake.refuse());
			return false;
		}
		send(Output.response(WebSocketHandshake.accept(request)));
		send(Output.nothing(Moment.OPEN));
		// Open before the client can know: what it then expects must already be true.
		moveTo(State.OPEN);
		this.writer.start();
		return true;
	}

	private void receive(InputStream in) throws IOException, InterruptedException {
		try {
			FrameReader frames = new FrameReader(in, MAX_MESSAGE);
			MessageAssembler message = new MessageAssembler(MAX_MESSAGE);
			Frame frame = frames.read();
			while (frame.opcode() != Frame.CLOSE) {
				this.conditions.gate().pass();
				handle(frame, message);
				frame = frames.read();
			}
			this.conditions.gate().pass();
			close(Output.control(Moment.CLOSE, frame.closeEcho()));
			this.farewell.countDown();
		}
		catch (WebSocketException ex) {
			close(Output.control(Moment.OTHER, Frame.close(ex.closeCode(), String.valueOf(ex.getMessage()))));
		}
	}

	private void handle(Frame frame, MessageAssembler message) throws WebSocketException {
		if (frame.opcode() == Frame.PING) {
			send(Output.control(Moment.PONG, Frame.pong(frame.payload())));
		}
		else if (!frame.isControl()) {
			String text = message.add(frame);
			if (text != null && state() == State.OPEN) {
				this.listener.messageReceived(this, text);
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
