package io.headwater.websocket;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * The life of a session on its thread, from the first call of the handler to the last
 * one.
 */
final class Conversation implements FrameReader.Receiver {

	private static final Log logger = LogFactory.getLog(Conversation.class);

	private final BlockingSession session;

	private final WebSocketHandler handler;

	private final Socket socket;

	private final Deadlines deadlines;

	private final FrameReader frames;

	/** Whether the node is still to hear why the session has failed. */
	private boolean lingers;

	Conversation(BlockingSession session, WebSocketHandler handler, Socket socket, Deadlines deadlines)
			throws IOException {
		this.session = session;
		this.handler = handler;
		this.socket = socket;
		this.deadlines = deadlines;
		this.frames = new FrameReader(new ReadBuffer(session.silence().over(socket.getInputStream())), deadlines, this);
	}

	/**
	 * Hand over what comes until the session is over.
	 * @param opened takes the session once the handler knows of it
	 */
	void run(Consumer<WebSocketSession> opened) {
		CloseStatus status = CloseStatus.SERVER_ERROR;
		try {
			status = converse(opened);
		}
		finally {
			try {
				tellClosed(status);
				if (this.lingers) {
					awaitEndOfNode();
				}
			}
			finally {
				this.session.end();
				this.deadlines.end();
			}
		}
	}

	private CloseStatus converse(Consumer<WebSocketSession> opened) {
		try {
			try {
				call(() -> this.handler.afterConnectionEstablished(this.session));
			}
			finally {
				opened.accept(this.session);
			}
			CloseStatus received = this.frames.readToClose();
			sendClose(new CloseStatus(received.getCode()));
			TlsLayer.end(this.socket);
			return received;
		}
		catch (HandlerException ex) {
			logger.error("The handler of the session with " + RedactedUri.of(this.session.getUri())
					+ " failed, so the session ends", ex.getCause());
			return fail(CloseStatus.SERVER_ERROR);
		}
		catch (ProtocolException ex) {
			return fail(ex.status());
		}
		catch (IOException ex) {
			return broken(ex);
		}
	}

	private CloseStatus fail(CloseStatus status) {
		this.session.judge(status);
		this.lingers = sendClose(status);
		return status;
	}

	/** Returns whether there was still something to close, and somebody to be told. */
	private boolean sendClose(CloseStatus status) {
		if (!this.session.beginClosing()) {
			return false;
		}
		try {
			this.session.writer().control(Opcode.CLOSE, CloseBody.write(status));
			return true;
		}
		catch (IOException ex) {
			logger.debug("A close frame could not be sent: " + ex.getClass().getName());
			return false;
		}
	}

	private CloseStatus broken(IOException failure) {
		CloseStatus verdict = this.session.verdict();
		if (verdict != null) {
			return verdict;
		}
		if (!(failure instanceof EOFException)) {
			tell("a broken connection", () -> this.handler.handleTransportError(this.session, failure));
		}
		return CloseStatus.NO_CLOSE_FRAME;
	}

	private void tellClosed(CloseStatus status) {
		tell("the end of the session", () -> this.handler.afterConnectionClosed(this.session, status));
	}

	private static void tell(String what, HandlerCall call) {
		try {
			call.make();
		}
		catch (Exception ex) {
			logger.error("The handler of a session failed when it was told of " + what, ex);
		}
	}

	/**
	 * Read on and forget it. If the socket were closed while something comes in, TCP
	 * would reset it, and the node might never see the close frame.
	 */
	private void awaitEndOfNode() {
		try {
			this.session.silence().end();
			this.socket.getInputStream().transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			logger.debug("A session that failed has ended: " + ex.getClass().getName());
		}
	}

	@Override
	public int limit(boolean text) throws ProtocolException {
		return this.session.limit(text);
	}

	@Override
	public void messageGoesOn() {
		this.session.silence().frameCame();
	}

	@Override
	public void message(ByteBuffer bytes) {
		handOver(new BinaryMessage(bytes));
	}

	@Override
	public void control(int opcode, ByteBuffer body) throws IOException {
		if (opcode == Opcode.PING) {
			this.session.writer().answer(body);
			this.session.silence().frameCame();
		}
		else {
			this.session.writer().answered(body);
			handOver(new PongMessage(body));
		}
	}

	private void handOver(WebSocketMessage<?> message) {
		if (this.session.isOpen()) {
			call(() -> this.handler.handleMessage(this.session, message));
		}
	}

	private static void call(HandlerCall call) {
		try {
			call.make();
		}
		catch (Exception ex) {
			throw new HandlerException(ex);
		}
	}

	/** A call of the handler, which may throw anything. */
	private interface HandlerCall {

		void make() throws Exception;

	}

	/** The handler has thrown, which is no failure of the connection. */
	private static final class HandlerException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		HandlerException(Exception cause) {
			super(cause);
		}

	}

}
