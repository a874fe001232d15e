package io.headwater.transport;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * What goes out on one connection: messages, and at the end the close frame. A session's
 * send may wait for the socket, so a writer thread does it, which exists only while there
 * is something to send; whoever hands a message over never waits. Sends are one at a
 * time.
 */
final class Outbox {

	private static final Log logger = LogFactory.getLog(ManagedConnection.class);

	private final WebSocketSession session;

	private final TransportSettings settings;

	private final Executor writer;

	private final Consumer<ConnectionLoss> lost;

	private final Queue<WebSocketMessage<?>> waiting = new ArrayDeque<>();

	private boolean writing;

	/**
	 * Create an outbox.
	 * @param lost ends the connection
	 */
	Outbox(WebSocketSession session, TransportSettings settings, Executor writer, Consumer<ConnectionLoss> lost) {
		this.session = session;
		this.settings = settings;
		this.writer = writer;
		this.lost = lost;
	}

	void add(WebSocketMessage<?> message) {
		synchronized (this.waiting) {
			if (this.waiting.size() < this.settings.maxQueuedSends()) {
				this.waiting.add(message);
				if (!this.writing) {
					this.writing = true;
					this.writer.execute(this::write);
				}
				return;
			}
		}
		lost("more than " + this.settings.maxQueuedSends() + " messages wait to be sent");
	}

	private void write() {
		for (WebSocketMessage<?> message = next(); message != null; message = next()) {
			try {
				this.session.sendMessage(message);
			}
			catch (IOException | RuntimeException ex) {
				lost("sending failed (" + ex.getClass().getSimpleName() + ")");
				return;
			}
		}
	}

	private @Nullable WebSocketMessage<?> next() {
		synchronized (this.waiting) {
			WebSocketMessage<?> message = this.waiting.poll();
			this.writing = message != null;
			return message;
		}
	}

	/**
	 * Close the session, whatever waits to be sent. That may wait for a full socket, so
	 * the writer does it.
	 */
	void close(CloseStatus status) {
		this.writer.execute(() -> close(this.session, status));
	}

	/**
	 * Close a session at once, as when nobody may run a writer any more.
	 */
	static void close(WebSocketSession session, CloseStatus status) {
		try {
			session.close(status);
		}
		catch (Exception ex) {
			logger.debug("Closing a session failed: " + ex.getClass().getName());
		}
	}

	private void lost(String detail) {
		this.lost.accept(new ConnectionLoss(Kind.SEND_FAILED, detail));
	}

}
