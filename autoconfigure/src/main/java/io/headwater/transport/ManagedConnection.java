package io.headwater.transport;

import java.net.URI;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import io.headwater.transport.ConnectionLoss.Kind;
import io.headwater.transport.MessageAssembler.MessageTooLongException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.WebSocketClient;

/**
 * One generation of a connection. Containers go on calling after a session has closed,
 * and an attempt may succeed after its deadline; each callback therefore asks first
 * whether this generation is still the one that counts.
 */
final class ManagedConnection implements Connection, WebSocketHandler {

	private static final Log logger = LogFactory.getLog(ManagedConnection.class);

	private final long generation;

	private final ConnectionListener listener;

	private final TransportSettings settings;

	private final Executor writer;

	private final ScheduledExecutorService scheduler;

	private final LongSupplier nanoTime;

	private final MessageAssembler assembler;

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPENING);

	private volatile @Nullable WebSocketSession session;

	private volatile @Nullable Outbox outbox;

	private volatile @Nullable Future<?> connectDeadline;

	ManagedConnection(long generation, ConnectionListener listener, TransportSettings settings, Executor writer,
			ScheduledExecutorService scheduler, LongSupplier nanoTime) {
		this.generation = generation;
		this.listener = listener;
		this.settings = settings;
		this.writer = writer;
		this.scheduler = scheduler;
		this.nanoTime = nanoTime;
		this.assembler = new MessageAssembler(settings.maxMessageLength());
	}

	void open(WebSocketClient client, WebSocketHttpHeaders headers, URI uri) {
		this.connectDeadline = this.scheduler.schedule(this::connectTimedOut, this.settings.connectTimeout().toNanos(),
				TimeUnit.NANOSECONDS);
		try {
			client.execute(this, headers, uri).whenComplete((session, failure) -> {
				if (failure != null) {
					end(HandshakeFailure.of(failure), CloseStatus.NO_CLOSE_FRAME);
				}
			});
		}
		catch (RuntimeException ex) {
			end(HandshakeFailure.of(ex), CloseStatus.NO_CLOSE_FRAME);
		}
	}

	private void connectTimedOut() {
		if (this.phase.get() == Phase.OPENING) {
			end(new ConnectionLoss(Kind.CONNECT_TIMEOUT,
					"not open within " + this.settings.connectTimeout().toMillis() + " ms"),
					CloseStatus.NO_CLOSE_FRAME);
		}
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) {
		this.session = session;
		this.outbox = new Outbox(session, this.settings, this.writer, this.scheduler,
				(loss) -> end(loss, CloseStatus.SESSION_NOT_RELIABLE));
		if (!this.phase.compareAndSet(Phase.OPENING, Phase.OPEN)) {
			close(session, CloseStatus.GOING_AWAY);
			return;
		}
		cancelConnectDeadline();
		guard(() -> this.listener.opened(this));
	}

	@Override
	public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) {
		if (this.phase.get() != Phase.OPEN || message instanceof PongMessage) {
			return;
		}
		try {
			Payload payload = this.assembler.add(message);
			if (payload != null) {
				long receivedNanos = this.nanoTime.getAsLong();
				guard(() -> this.listener.received(payload, receivedNanos));
			}
		}
		catch (MessageTooLongException ex) {
			end(new ConnectionLoss(Kind.MESSAGE_TOO_LONG,
					"a message is longer than the " + this.settings.maxMessageLength() + " that are read"),
					CloseStatus.TOO_BIG_TO_PROCESS);
		}
	}

	/** What a handler throws must not reach the container, which would only close. */
	private void guard(Runnable call) {
		try {
			call.run();
		}
		catch (RuntimeException ex) {
			logger.error("The handler of a connection failed, so the connection ends", ex);
			end(new ConnectionLoss(Kind.HANDLER_FAILED, "the handler failed"), CloseStatus.SERVER_ERROR);
		}
	}

	@Override
	public void handleTransportError(WebSocketSession session, Throwable exception) {
		end(new ConnectionLoss(Kind.CLOSED, "the connection broke (" + exception.getClass().getSimpleName() + ")"),
				CloseStatus.NO_CLOSE_FRAME);
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
		end(new ConnectionLoss(Kind.CLOSED, "closed with code " + status.getCode(), null, null, status.getCode()),
				CloseStatus.NO_CLOSE_FRAME);
	}

	@Override
	public boolean supportsPartialMessages() {
		return true;
	}

	@Override
	public long generation() {
		return this.generation;
	}

	@Override
	public void send(String text) {
		Outbox outbox = this.outbox;
		if (outbox != null && this.phase.get() == Phase.OPEN) {
			outbox.add(new TextMessage(text));
		}
	}

	@Override
	public void close() {
		if (this.phase.getAndSet(Phase.ENDED) != Phase.ENDED) {
			cancelConnectDeadline();
			closeSession(CloseStatus.NORMAL);
		}
	}

	private void end(ConnectionLoss loss, CloseStatus status) {
		if (this.phase.getAndSet(Phase.ENDED) != Phase.ENDED) {
			cancelConnectDeadline();
			closeSession(status);
			this.listener.lost(loss);
		}
	}

	private void cancelConnectDeadline() {
		Future<?> deadline = this.connectDeadline;
		if (deadline != null) {
			deadline.cancel(false);
		}
	}

	/** Closing may wait for a full socket, so no thread of the stream does it. */
	private void closeSession(CloseStatus status) {
		WebSocketSession session = this.session;
		if (session != null) {
			this.writer.execute(() -> close(session, status));
		}
	}

	private static void close(WebSocketSession session, CloseStatus status) {
		try {
			session.close(!status.equals(CloseStatus.NO_CLOSE_FRAME) ? status : CloseStatus.NORMAL);
		}
		catch (Exception ex) {
			logger.debug("Closing a session failed: " + ex.getClass().getName());
		}
	}

	/** Moves only downwards. */
	private enum Phase {

		OPENING, OPEN, ENDED

	}

}
