package io.headwater.transport;

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

	Outbox(WebSocketSession session, TransportSettings settings, Executor writer, Consumer<ConnectionLoss> lost) {
		this.session = session;
		this.settings = settings;
		this.writer = writer;
		this.lost = lost;
	}

	void add(WebSocketMessage<?> message) {
		boolean taken;
		boolean begins;
		synchronized (this.waiting) {
			taken = this.waiting.size() < this.settings.maxQueuedSends();
			begins = taken && !this.writing;
			if (taken) {
				this.waiting.add(message);
				this.writing = true;
			}
		}
		if (begins) {
			begin();
		}
		else if (!taken) {
			lost("more than " + this.settings.maxQueuedSends() + " messages wait to be sent");
		}
	}

	private void begin() {
		try {
			this.writer.execute(this::write);
		}
		// An error, too, such as that of a system without another thread: nothing would
		// be sent any more, and nobody would know.
		catch (Throwable ex) {
			lost("no thread to send with (" + ex.getClass().getSimpleName() + ")");
		}
	}

	private void write() {
		for (WebSocketMessage<?> message = next(); message != null; message = next()) {
			try {
				this.session.sendMessage(message);
			}
			// An error, too: see above.
			catch (Throwable ex) {
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
		try {
			this.writer.execute(() -> close(this.session, status));
		}
		// An error, too: without a writer, the socket is closed without a word, for which
		// nobody waits.
		catch (Throwable ex) {
			close(this.session, CloseStatus.SESSION_NOT_RELIABLE);
		}
	}

	/** Close a session at once, as when nobody may run a writer any more. */
	static void close(WebSocketSession session, CloseStatus status) {
		try {
			session.close(status);
		}
		// An error, too: whoever closes has still to tell of the end.
		catch (Throwable ex) {
			logger.debug("Closing a session failed: " + ex.getClass().getName());
		}
	}

	private void lost(String detail) {
		this.lost.accept(new ConnectionLoss(Kind.SEND_FAILED, detail));
	}

}
