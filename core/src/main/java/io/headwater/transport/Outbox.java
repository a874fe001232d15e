package io.headwater.transport;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import io.headwater.websocket.WatchfulSession;
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
 * time, each with a deadline.
 */
final class Outbox {

	private static final Log logger = LogFactory.getLog(ManagedConnection.class);

	private final WebSocketSession session;

	private final TransportSettings settings;

	private final Executor writer;

	private final ScheduledExecutorService scheduler;

	private final LossHandler lossHandler;

	private final Queue<WebSocketMessage<?>> waiting = new ArrayDeque<>();

	private boolean writing;

	Outbox(WebSocketSession session, TransportSettings settings, Executor writer, ScheduledExecutorService scheduler,
			LossHandler lossHandler) {
		this.session = session;
		this.settings = settings;
		this.writer = writer;
		this.scheduler = scheduler;
		this.lossHandler = lossHandler;
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
			Future<?> deadline = deadline();
			try {
				this.session.sendMessage(message);
			}
			catch (IOException | RuntimeException ex) {
				lost("sending failed (" + ex.getClass().getSimpleName() + ")");
				return;
			}
			finally {
				if (deadline != null) {
					deadline.cancel(false);
				}
			}
		}
	}

	private @Nullable Future<?> deadline() {
		return (this.session instanceof WatchfulSession) ? null
				: this.scheduler.schedule(() -> lost("a message could not be sent in time"),
						this.settings.sendTimeout().toNanos(), TimeUnit.NANOSECONDS);
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
		this.lossHandler.lost(new ConnectionLoss(Kind.SEND_FAILED, detail));
	}

	/**
	 * Ends the connection that the outbox belongs to.
	 */
	interface LossHandler {

		void lost(ConnectionLoss loss);

	}

}
