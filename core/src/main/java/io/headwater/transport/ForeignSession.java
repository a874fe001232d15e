package io.headwater.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.headwater.transport.MessageAssembler.MessageTooLongException;
import io.headwater.websocket.WatchfulSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.WebSocketSessionDecorator;

/**
 * Makes a {@link WatchfulSession} of the session of any Spring client. Such a client says
 * nothing of a peer that has gone without a word, nothing of a frame before it has a part
 * of it to hand over (such a frame counts as silence), and sends for as long as it takes;
 * its own cap on messages is a buffer of that size from the start. So parts are joined
 * here under our cap, and one deadline is scheduled that looks at what has come.
 * <p>
 * It does not close by itself what it finds wrong: whoever hears of the end does.
 */
final class ForeignSession extends WebSocketSessionDecorator implements WatchfulSession {

	private static final Log logger = LogFactory.getLog(ForeignSession.class);

	private final WebSocketHandler handler;

	private final TransportSettings settings;

	private final Executor writer;

	private final ScheduledExecutorService scheduler;

	private final LongSupplier nanoTime;

	/** What is to be sent, since a foreign session sends by one thread at a time. */
	private final Queue<WebSocketMessage<?>> outgoing = new ConcurrentLinkedQueue<>();

	private final AtomicInteger unsent = new AtomicInteger();

	/** Gone with the session: containers hold on to one long after its end. */
	private volatile @Nullable MessageAssembler assembler;

	private volatile @Nullable CloseStatus verdict;

	private volatile long lastFrame;

	private volatile long messageBegan;

	private volatile boolean messageUnfinished;

	private volatile @Nullable SilenceListener listener;

	private boolean ended;

	/** How long nothing may come after a frame. */
	private Duration patience = Duration.ZERO;

	/** How long nothing may come after {@link #waitingSince}. */
	private Duration awaited = Duration.ZERO;

	private long waitingSince;

	private long due;

	private @Nullable Future<?> deadline;

	private ForeignSession(WebSocketSession session, WebSocketHandler handler, TransportSettings settings,
			Executor writer, ScheduledExecutorService scheduler, LongSupplier nanoTime) {
		super(session);
		this.handler = handler;
		this.settings = settings;
		this.writer = writer;
		this.scheduler = scheduler;
		this.nanoTime = nanoTime;
		this.assembler = new MessageAssembler(settings.maxMessageLength());
		this.lastFrame = nanoTime.getAsLong();
	}

	/**
	 * Return a handler for any client, which calls another one with a
	 * {@link WatchfulSession}. A client that makes such sessions by itself is only passed
	 * on.
	 * @param handler is called by one thread at a time, except that the end may be told
	 * by another one
	 * @param writer runs what may wait for a socket
	 */
	static WebSocketHandler adapting(WebSocketHandler handler, TransportSettings settings, Executor writer,
			ScheduledExecutorService scheduler, LongSupplier nanoTime) {
		return new Adapter(handler,
				(session) -> new ForeignSession(session, handler, settings, writer, scheduler, nanoTime));
	}

	private void receive(WebSocketMessage<?> message) throws Exception {
		MessageAssembler assembler = this.assembler;
		if (assembler == null) {
			return;
		}
		this.lastFrame = this.nanoTime.getAsLong();
		if (message instanceof PongMessage) {
			this.handler.handleMessage(this, message);
		}
		else if (message instanceof TextMessage || message instanceof BinaryMessage) {
			join(assembler, message);
		}
	}

	private void join(MessageAssembler assembler, WebSocketMessage<?> part) throws Exception {
		Payload payload;
		try {
			payload = assembler.add(part);
		}
		catch (MessageTooLongException ex) {
			end(CloseStatus.TOO_BIG_TO_PROCESS.withReason(
					"a message is longer than the " + this.settings.maxMessageLength() + " bytes that are read"));
			return;
		}
		if (payload == null) {
			messageGoesOn();
			return;
		}
		this.messageUnfinished = false;
		this.handler.handleMessage(this,
				new BinaryMessage(ByteBuffer.wrap(payload.buffer(), payload.offset(), payload.length())));
	}

	private void messageGoesOn() {
		if (!this.messageUnfinished) {
			this.messageBegan = this.lastFrame;
			this.messageUnfinished = true;
			armEarlier(this.messageBegan + this.settings.messageTimeout().toNanos());
		}
		SilenceListener listener = this.listener;
		if (listener != null) {
			listener.frameCame();
		}
	}

	/** Send a message, or leave it to the thread that is sending. */
	@Override
	public void sendMessage(WebSocketMessage<?> message) throws IOException {
		this.outgoing.add(message);
		if (this.unsent.getAndIncrement() == 0) {
			do {
				sendNow(Objects.requireNonNull(this.outgoing.poll()));
			}
			while (this.unsent.decrementAndGet() != 0);
		}
	}

	private void sendNow(WebSocketMessage<?> message) throws IOException {
		Future<?> deadline = this.scheduler.schedule(
				() -> end(CloseStatus.NO_CLOSE_FRAME.withReason("a message could not be sent in time")),
				this.settings.sendTimeout().toNanos(), TimeUnit.NANOSECONDS);
		try {
			super.sendMessage(message);
		}
		finally {
			deadline.cancel(false);
		}
	}

	@Override
	public void ping() {
		try {
			this.writer.execute(this::pingNow);
		}
		// An error, too, such as that of a system without another thread: nobody would
		// look at the silence again.
		catch (Throwable ex) {
			pingFailed(ex);
		}
	}

	private void pingNow() {
		try {
			sendMessage(new PingMessage());
		}
		// An error, too: see above.
		catch (Throwable ex) {
			pingFailed(ex);
		}
	}

	private void pingFailed(Throwable failure) {
		end(CloseStatus.NO_CLOSE_FRAME
			.withReason("a ping could not be sent (" + failure.getClass().getSimpleName() + ")"));
	}

	@Override
	public synchronized void watch(Duration patience, SilenceListener listener) {
		this.listener = listener;
		this.patience = patience;
		await(patience);
	}

	private synchronized void await(Duration time) {
		if (!this.ended) {
			this.waitingSince = this.nanoTime.getAsLong();
			this.awaited = time;
			arm();
		}
	}

	private void look() {
		switch (find()) {
			case NOTHING -> {
			}
			case SILENT -> await(Objects.requireNonNull(this.listener).silent());
			case UNFINISHED -> end(CloseStatus.PROTOCOL_ERROR.withReason("a message was begun but not ended in time"));
		}
	}

	private synchronized Finding find() {
		if (this.ended) {
			return Finding.NOTHING;
		}
		long now = this.nanoTime.getAsLong();
		// Who comes so late has stood still, and what the node sent is still to be read.
		boolean stoodStill = now - this.due >= this.awaited.toNanos();
		if (this.messageUnfinished && now - this.messageBegan >= this.settings.messageTimeout().toNanos()) {
			if (!stoodStill) {
				return Finding.UNFINISHED;
			}
			this.messageBegan = now;
		}
		if (this.lastFrame - this.waitingSince >= 0) {
			this.waitingSince = this.lastFrame;
			this.awaited = this.patience;
		}
		if (now - (this.waitingSince + this.awaited.toNanos()) >= 0) {
			if (!stoodStill) {
				return Finding.SILENT;
			}
			this.waitingSince = now;
		}
		arm();
		return Finding.NOTHING;
	}

	private void arm() {
		long next = this.waitingSince + this.awaited.toNanos();
		long messageDue = this.messageBegan + this.settings.messageTimeout().toNanos();
		arm((this.messageUnfinished && messageDue - next < 0) ? messageDue : next);
	}

	private synchronized void armEarlier(long time) {
		if (!this.ended && this.listener != null && time - this.due < 0) {
			arm(time);
		}
	}

	private void arm(long time) {
		cancel();
		this.due = time;
		this.deadline = this.scheduler.schedule(this::look, time - this.nanoTime.getAsLong(), TimeUnit.NANOSECONDS);
	}

	private void cancel() {
		if (this.deadline != null) {
			this.deadline.cancel(false);
		}
	}

	/** Tell the handler that this side has found something wrong. */
	private void end(CloseStatus verdict) {
		if (stop()) {
			this.verdict = verdict;
			try {
				this.handler.afterConnectionClosed(this, verdict);
			}
			catch (Exception ex) {
				logger.error("The handler of a session failed when it was told of its end", ex);
			}
		}
	}

	private synchronized boolean stop() {
		boolean stops = !this.ended;
		this.ended = true;
		this.assembler = null;
		cancel();
		return stops;
	}

	@Override
	public @Nullable CloseStatus verdict() {
		return this.verdict;
	}

	@Override
	public void close() throws IOException {
		close(CloseStatus.NORMAL);
	}

	@Override
	public void close(CloseStatus status) throws IOException {
		stop();
		super.close(status);
	}

	/** The text form of a foreign session may show the address, and a key in it. */
	@Override
	public String toString() {
		return "ForeignSession[" + getId() + "]";
	}

	private enum Finding {

		NOTHING, SILENT, UNFINISHED

	}

	/** What a foreign client calls. */
	private static final class Adapter implements WebSocketHandler {

		private final WebSocketHandler handler;

		private final Function<WebSocketSession, ForeignSession> maker;

		/** The adapted session, unless the client makes sessions that need none. */
		private volatile @Nullable ForeignSession session;

		Adapter(WebSocketHandler handler, Function<WebSocketSession, ForeignSession> maker) {
			this.handler = handler;
			this.maker = maker;
		}

		@Override
		public void afterConnectionEstablished(WebSocketSession session) throws Exception {
			if (!(session instanceof WatchfulSession)) {
				this.session = this.maker.apply(session);
			}
			this.handler.afterConnectionEstablished(adapted(session));
		}

		private WebSocketSession adapted(WebSocketSession session) {
			ForeignSession adapted = this.session;
			return (adapted != null) ? adapted : session;
		}

		@Override
		public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws Exception {
			ForeignSession adapted = this.session;
			if (adapted != null) {
				adapted.receive(message);
			}
			else {
				this.handler.handleMessage(session, message);
			}
		}

		@Override
		public void handleTransportError(WebSocketSession session, Throwable exception) throws Exception {
			this.handler.handleTransportError(adapted(session), exception);
		}

		@Override
		public void afterConnectionClosed(WebSocketSession session, CloseStatus status) throws Exception {
			ForeignSession adapted = this.session;
			if (adapted != null) {
				adapted.stop();
			}
			this.handler.afterConnectionClosed(adapted(session), status);
		}

		/** The client would hold a buffer as large as the cap for whole messages. */
		@Override
		public boolean supportsPartialMessages() {
			return true;
		}

	}

}
