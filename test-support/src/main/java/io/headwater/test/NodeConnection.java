package io.headwater.test;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.Socket;
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
		 * Accepted, the WebSocket handshake is not done.
		 */
		CONNECTING,

		/**
		 * Messages go both ways.
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

	private static final int MAX_WAITING = 20_000;

	private static final int MAX_MESSAGE = 16 * 1024 * 1024;

	private static final int CLOSE_TIMEOUT_SECONDS = 2;

	private final OutgoingQueue outgoing = new OutgoingQueue(MAX_WAITING);

	private final CountDownLatch readerDone = new CountDownLatch(1);

	private final AtomicReference<State> state = new AtomicReference<>(State.CONNECTING);

	private final int index;

	private final Socket socket;

	private final FreezeGate gate;

	private final ConnectionListener listener;

	private final Thread reader;

	private final Thread writer;

	NodeConnection(int index, Socket socket, FreezeGate gate, ConnectionListener listener) {
		this.index = index;
		this.socket = socket;
		this.gate = gate;
		this.listener = listener;
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

	void send(String text) {
		send(Frame.text(text));
	}

	/**
	 * Begin the close handshake after all that waits to be sent. The socket is closed
	 * when the client has answered, or after two seconds.
	 * @param frame a close frame
	 */
	void close(Frame frame) {
		if (moveTo(State.CLOSING)) {
			this.outgoing.addLast(FrameEncoder.encode(frame));
		}
	}

	/**
	 * Close the socket at once, whatever waits to be sent.
	 * @param reset whether to send a TCP reset instead of an orderly end
	 */
	void abort(boolean reset) {
		moveTo(State.CLOSED);
		try {
			if (reset) {
				this.socket.setSoLinger(true, 0);
			}
			this.socket.close();
		}
		catch (IOException ex) {
			logger.log(Level.DEBUG, "Closing the socket of connection " + this.index, ex);
		}
		// Either thread may wait for something that no longer comes.
		this.outgoing.addLast(OutgoingQueue.END);
		this.reader.interrupt();
		this.writer.interrupt();
	}

	private void send(Frame frame) {
		if (!this.outgoing.add(FrameEncoder.encode(frame))) {
			logger.log(Level.DEBUG, "Connection {0} does not read, so it is dropped", this.index);
			abort(true);
		}
	}

	private void read() {
		boolean closing = false;
		try {
			// Otherwise a small frame may wait for the acknowledgement of the one before.
			this.socket.setTcpNoDelay(true);
			InputStream in = new BufferedInputStream(this.socket.getInputStream());
			if (open(in)) {
				receive(in);
				closing = true;
			}
		}
		catch (IOException | InterruptedException ex) {
			logger.log(Level.DEBUG, "Connection " + this.index + " is gone", ex);
		}
		finally {
			this.readerDone.countDown();
			if (!closing) {
				abort(false);
			}
		}
	}

	private boolean open(InputStream in) throws IOException, InterruptedException {
		ReceivedHandshake request = WebSocketHandshake.read(in, this.index);
		this.gate.pass();
		this.listener.handshakeReceived(request);
		OutputStream out = this.socket.getOutputStream();
		if (!WebSocketHandshake.isAcceptable(request)) {
			out.write(WebSocketHandshake.refuse());
			return false;
		}
		// Open before the client can know: what it then expects must already be true.
		moveTo(State.OPEN);
		out.write(WebSocketHandshake.accept(request));
		this.writer.start();
		return true;
	}

	private void receive(InputStream in) throws IOException, InterruptedException {
		try {
			FrameReader frames = new FrameReader(in, MAX_MESSAGE);
			MessageAssembler message = new MessageAssembler(MAX_MESSAGE);
			Frame frame = frames.read();
			while (frame.opcode() != Frame.CLOSE) {
				this.gate.pass();
				handle(frame, message);
				frame = frames.read();
			}
			this.gate.pass();
			close(frame.closeEcho());
		}
		catch (WebSocketException ex) {
			close(Frame.close(ex.closeCode(), String.valueOf(ex.getMessage())));
			// Closing a socket with unread input would reset it and lose the close frame.
			in.transferTo(OutputStream.nullOutputStream());
		}
	}

	private void handle(Frame frame, MessageAssembler message) throws WebSocketException {
		if (frame.opcode() == Frame.PING) {
			send(Frame.pong(frame.payload()));
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
			OutputStream out = this.socket.getOutputStream();
			byte[] next = this.outgoing.take();
			while (next != OutgoingQueue.END) {
				this.gate.pass();
				out.write(next);
				next = this.outgoing.take();
			}
			if (!this.readerDone.await(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
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
