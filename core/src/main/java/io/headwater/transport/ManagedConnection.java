package io.headwater.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import io.headwater.websocket.BlockingWebSocketClient;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import io.headwater.websocket.WatchfulSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
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

	private final Liveness liveness;

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPENING);

	private final NodeTransport transport;

	private volatile @Nullable HandshakeAttempt attempt;

	private volatile @Nullable Outbox outbox;

	private volatile @Nullable Future<?> connectDeadline;

	ManagedConnection(NodeTransport transport, long generation, ConnectionListener listener, TransportSettings settings,
			Executor writer, ScheduledExecutorService scheduler, LongSupplier nanoTime) {
		this.transport = transport;
		this.generation = generation;
		this.listener = listener;
		this.settings = settings;
		this.writer = writer;
		this.scheduler = scheduler;
		this.nanoTime = nanoTime;
		this.liveness = new Liveness(settings.keepAlive(), nanoTime, this::end);
	}

	void open(NodeEndpoint endpoint, WebSocketClient client) {
		this.connectDeadline = this.scheduler.schedule(this::connectTimedOut, this.settings.connectTimeout().toNanos(),
				TimeUnit.NANOSECONDS);
		HandshakeAttempt attempt = new HandshakeAttempt(endpoint, client, handlerFor(client), this::end,
				this.transport::attemptOver);
		this.attempt = attempt;
		attempt.start(this.writer);
	}

	private WebSocketHandler handlerFor(WebSocketClient client) {
		return (client instanceof BlockingWebSocketClient) ? this
				: ForeignSession.adapting(this, this.settings, this.writer, this.scheduler, this.nanoTime);
	}

	/** End without an attempt. */
	void refuse(String why) {
		end(new ConnectionLoss(Kind.CONNECT_TIMEOUT, why));
	}

	private void connectTimedOut() {
		if (this.phase.get() == Phase.OPENING) {
			end(new ConnectionLoss(Kind.CONNECT_TIMEOUT,
					"not open within " + this.settings.connectTimeout().toMillis() + " ms"));
		}
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) {
		this.outbox = new Outbox(session, this.settings, this.writer, this::end);
		this.liveness.frameCame();
		if (!this.phase.compareAndSet(Phase.OPENING, Phase.OPEN)) {
			// Not by the writer: nobody may run one any more when a stream has stopped.
			Outbox.close(session, CloseStatus.GOING_AWAY);
			return;
		}
		cancelConnectDeadline();
		this.transport.opened(this.liveness.timeOfLastFrame());
		try {
			this.liveness.watch((WatchfulSession) session);
		}
		catch (IOException ex) {
			handleTransportError(session, ex);
		}
		guard(() -> this.listener.opened(this));
	}

	@Override
	public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) {
		if (this.phase.get() != Phase.OPEN) {
			return;
		}
		long receivedNanos = this.liveness.frameCame();
		if (message instanceof BinaryMessage whole) {
			ByteBuffer bytes = whole.getPayload();
			Payload payload = new Payload(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
			guard(() -> this.listener.received(payload, receivedNanos));
		}
	}

	/** What a handler throws must not reach the container, which would only close. */
	private void guard(Runnable call) {
		try {
			call.run();
		}
		catch (RuntimeException ex) {
			logger.error("The handler of a connection failed, so the connection ends", ex);
			end(new ConnectionLoss(Kind.HANDLER_FAILED, "the handler failed"));
		}
	}

	@Override
	public void handleTransportError(WebSocketSession session, Throwable exception) {
		end(new ConnectionLoss(Kind.CLOSED, "the connection broke (" + exception.getClass().getSimpleName() + ")"));
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
		CloseStatus verdict = (session instanceof WatchfulSession watchful) ? watchful.verdict() : null;
		end((verdict != null) ? CloseCodes.verdict(verdict) : CloseCodes.loss(status));
	}

	@Override
	public boolean supportsPartialMessages() {
		return false;
	}

	@Override
	public long generation() {
		return this.generation;
	}

	@Override
	public Duration sinceLastFrame() {
		return this.liveness.sinceLastFrame();
	}

	@Override
	public void send(String text) {
		post(new TextMessage(text));
	}

	private void post(WebSocketMessage<?> message) {
		Outbox outbox = this.outbox;
		if (outbox != null && this.phase.get() == Phase.OPEN) {
			outbox.add(message);
		}
	}

	@Override
	public void close() {
		if (leave()) {
			closeSession(CloseStatus.NORMAL);
		}
	}

	private void end(ConnectionLoss loss) {
		if (leave()) {
			try {
				closeSession(CloseCodes.status(loss.kind()));
			}
			finally {
				this.listener.lost(loss);
			}
		}
	}

	/** Let nothing of this generation count any more. */
	private boolean leave() {
		Phase left = this.phase.getAndSet(Phase.ENDED);
		if (left == Phase.ENDED) {
			return false;
		}
		cancelConnectDeadline();
		HandshakeAttempt attempt = this.attempt;
		if (left == Phase.OPENING && attempt != null) {
			attempt.abandon();
		}
		return true;
	}

	private void cancelConnectDeadline() {
		Future<?> deadline = this.connectDeadline;
		if (deadline != null) {
			deadline.cancel(false);
		}
	}

	private void closeSession(CloseStatus status) {
		Outbox outbox = this.outbox;
		if (outbox != null) {
			outbox.close(status);
		}
	}

	/** Moves only downwards. */
	private enum Phase {

		OPENING, OPEN, ENDED

	}

}
