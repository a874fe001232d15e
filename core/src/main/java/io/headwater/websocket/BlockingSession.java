package io.headwater.websocket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketMessage;

/**
 * A session as its user sees it: what it is, what is sent, and how it ends. Messages may
 * be sent by any thread, several at a time. A sender waits until its message is in the
 * socket, but no longer than the send time-out, after which the session is over.
 */
final class BlockingSession implements WatchfulSession {

	private final String id = UUID.randomUUID().toString();

	private final Map<String, Object> attributes = new ConcurrentHashMap<>();

	private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

	private final CountDownLatch ended = new CountDownLatch(1);

	private final Socket socket;

	private final SocketHolder holder;

	private final UpgradeRequest request;

	private final @Nullable String protocol;

	private final boolean acceptsBinary;

	private final Duration closeTimeout;

	private final ThreadFactory threads;

	private final FrameWriter writer;

	private final Silence silence;

	/** Why the socket was closed on our side, if it was. */
	private volatile @Nullable CloseStatus verdict;

	private volatile int textLimit;

	private volatile int binaryLimit;

	BlockingSession(Socket socket, SocketHolder holder, UpgradeRequest request, @Nullable String protocol,
			ClientSettings settings, ClientResources resources, Deadlines deadlines) throws IOException {
		this.socket = socket;
		this.holder = holder;
		this.request = request;
		this.protocol = protocol;
		this.acceptsBinary = settings.acceptsBinary();
		this.closeTimeout = settings.closeTimeout();
		this.threads = resources.readers();
		this.writer = new FrameWriter(socket.getOutputStream(), new MaskingKeys(resources.random()), deadlines,
				settings, resources.nanoTime(), this::sendingFailed);
		this.silence = new Silence(socket);
		this.textLimit = settings.maxMessageLength();
		this.binaryLimit = settings.maxMessageLength();
	}

	@Override
	public void sendMessage(WebSocketMessage<?> message) throws IOException {
		if (!isOpen()) {
			throw new IOException("the session is closed");
		}
		if (message instanceof TextMessage text) {
			this.writer.message(Opcode.TEXT, ByteBuffer.wrap(text.asBytes()), text.isLast());
		}
		else if (message instanceof BinaryMessage binary) {
			this.writer.message(Opcode.BINARY, binary.getPayload(), binary.isLast());
		}
		else if (message instanceof PingMessage ping) {
			this.writer.control(Opcode.PING, ping.getPayload());
		}
		else if (message instanceof PongMessage pong) {
			this.writer.control(Opcode.PONG, pong.getPayload());
		}
		else {
			throw new IllegalArgumentException("No message of the type " + message.getClass().getName() + " is sent");
		}
	}

	@Override
	public void watch(Duration patience, SilenceListener listener) throws IOException {
		this.silence.watch(patience, listener);
	}

	@Override
	public void ping() throws IOException {
		this.writer.ping();
	}

	@Override
	public boolean isOpen() {
		return this.state.get() == State.OPEN;
	}

	@Override
	public void close() throws IOException {
		close(CloseStatus.NORMAL);
	}

	/**
	 * Close the session: send a close frame, and close the socket when the node answers,
	 * or when the close time-out is over. Nothing is handed over any more. Nothing
	 * happens if the session is closed.
	 * @param status what to tell the node; {@link CloseStatus#SESSION_NOT_RELIABLE} and
	 * {@link CloseStatus#NO_CLOSE_FRAME} close the socket at once instead
	 * @throws IllegalArgumentException if the code must not be sent
	 * @throws IOException if the close frame could not be sent; the session is closed
	 */
	@Override
	public void close(CloseStatus status) throws IOException {
		if (status.equalsCode(CloseStatus.SESSION_NOT_RELIABLE) || status.equalsCode(CloseStatus.NO_CLOSE_FRAME)) {
			abort(status);
			return;
		}
		ByteBuffer body = CloseBody.write(status);
		if (beginClosing()) {
			this.writer.control(Opcode.CLOSE, body);
		}
	}

	/** End at the close time-out; returns whether the session was open until now. */
	boolean beginClosing() {
		boolean closes = this.state.compareAndSet(State.OPEN, State.CLOSING);
		if (closes) {
			try {
				// Neither the scheduler, gone when the application stops, nor the reader,
				// which waits in a read, nor the caller can wait for this.
				this.threads.newThread(this::awaitEnd).start();
			}
			// A system without another thread must not leave us with an open socket.
			catch (Throwable ex) {
				abort(CloseStatus.NO_CLOSE_FRAME);
				throw ex;
			}
		}
		return closes;
	}

	private void awaitEnd() {
		try {
			if (!this.ended.await(this.closeTimeout.toNanos(), TimeUnit.NANOSECONDS)) {
				abort(CloseStatus.NO_CLOSE_FRAME.withReason("the node did not answer the close frame in time"));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			abort(CloseStatus.NO_CLOSE_FRAME);
		}
	}

	/**
	 * Close the socket at once, which wakes whoever waits for it.
	 * @param verdict why, if no other reason was given before
	 */
	void abort(CloseStatus verdict) {
		judge(verdict);
		this.state.set(State.CLOSED);
		this.holder.close();
	}

	private void sendingFailed(IOException failure) {
		abort(CloseStatus.NO_CLOSE_FRAME.withReason("sending failed"));
	}

	void missed(Deadlines.Kind kind) {
		abort((kind == Deadlines.Kind.MESSAGE)
				? CloseStatus.PROTOCOL_ERROR.withReason("a message was begun but not ended in time")
				: CloseStatus.NO_CLOSE_FRAME.withReason("a message could not be sent in time"));
	}

	/** The reader has done with the socket. */
	void end() {
		this.state.set(State.CLOSED);
		this.holder.close();
		this.ended.countDown();
	}

	FrameWriter writer() {
		return this.writer;
	}

	Silence silence() {
		return this.silence;
	}

	/** Note why the session is over, unless it is so for another reason. */
	void judge(CloseStatus verdict) {
		synchronized (this.ended) {
			if (this.verdict == null) {
				this.verdict = verdict;
			}
		}
	}

	@Override
	public @Nullable CloseStatus verdict() {
		return this.verdict;
	}

	int limit(boolean text) throws ProtocolException {
		if (!text && !this.acceptsBinary) {
			throw ProtocolException.notAcceptable("binary messages are not read");
		}
		return text ? this.textLimit : this.binaryLimit;
	}

	@Override
	public void setTextMessageSizeLimit(int messageSizeLimit) {
		this.textLimit = messageSizeLimit;
	}

	@Override
	public int getTextMessageSizeLimit() {
		return this.textLimit;
	}

	@Override
	public void setBinaryMessageSizeLimit(int messageSizeLimit) {
		this.binaryLimit = messageSizeLimit;
	}

	@Override
	public int getBinaryMessageSizeLimit() {
		return this.binaryLimit;
	}

	@Override
	public String getId() {
		return this.id;
	}

	@Override
	public URI getUri() {
		return this.request.uri();
	}

	@Override
	public HttpHeaders getHandshakeHeaders() {
		return this.request.headers();
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.attributes;
	}

	@Override
	public @Nullable Principal getPrincipal() {
		return null;
	}

	@Override
	public InetSocketAddress getLocalAddress() {
		return (InetSocketAddress) this.socket.getLocalSocketAddress();
	}

	@Override
	public InetSocketAddress getRemoteAddress() {
		return (InetSocketAddress) this.socket.getRemoteSocketAddress();
	}

	@Override
	public @Nullable String getAcceptedProtocol() {
		return this.protocol;
	}

	@Override
	public List<WebSocketExtension> getExtensions() {
		return List.of();
	}

	@Override
	public String toString() {
		return "BlockingSession[" + this.id + ", " + RedactedUri.of(this.request.uri()) + "]";
	}

	/** How far a session has come; it only moves forward. */
	private enum State {

		/** Messages go both ways. */
		OPEN,

		/** A close frame was sent or came in: nothing is sent or handed over any more. */
		CLOSING,

		/** The socket is closed. */
		CLOSED

	}

}
