package io.headwater.transport;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.headwater.websocket.ConnectAttempt;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import io.headwater.websocket.HandshakeException;
import io.headwater.websocket.HeaderSyntax;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.WebSocketClient;

/**
 * One attempt at a handshake: the headers, for which somebody may have to be asked, then
 * the client. It can outlive the wish for it, since not everything that it waits for can
 * be interrupted (the system's name look-up cannot).
 */
final class HandshakeAttempt {

	private final NodeEndpoint endpoint;

	private final WebSocketClient client;

	private final WebSocketHandler handler;

	private final Consumer<ConnectionLoss> failed;

	private final Runnable over;

	private final AtomicBoolean running = new AtomicBoolean(true);

	private boolean abandoned;

	/** The one that waits for headers. */
	private @Nullable Thread thread;

	private @Nullable CompletableFuture<WebSocketSession> session;

	/**
	 * Create an attempt.
	 * @param over hears that nothing of the attempt is left, before {@code failed} does
	 */
	HandshakeAttempt(NodeEndpoint endpoint, WebSocketClient client, WebSocketHandler handler,
			Consumer<ConnectionLoss> failed, Runnable over) {
		this.endpoint = endpoint;
		this.client = client;
		this.handler = handler;
		this.failed = failed;
		this.over = over;
	}

	/**
	 * Begin, without waiting.
	 * @param writer runs what may wait
	 */
	void start(Executor writer) {
		Callable<Map<String, String>> freshHeaders = this.endpoint.freshHeaders();
		if (freshHeaders == null) {
			connect(this.endpoint.headers());
			return;
		}
		try {
			writer.execute(() -> connectWith(freshHeaders));
		}
		// An error, too, such as that of a system without another thread: an attempt
		// that never ends counts as one that hangs.
		catch (Throwable ex) {
			fail(HandshakeFailure.of(ex));
		}
	}

	private void connectWith(Callable<Map<String, String>> freshHeaders) {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(this.endpoint.headers());
		try {
			if (mayWait()) {
				headers.putAll(freshHeaders.call());
				headers.forEach(HandshakeAttempt::check);
			}
		}
		// An error, too: see above.
		catch (Throwable ex) {
			fail(new ConnectionLoss(Kind.HANDSHAKE_REFUSED,
					"no headers for the handshake could be provided (" + told(ex) + ")"));
			return;
		}
		finally {
			waitsNoMore();
		}
		connect(headers);
	}

	private static void check(String name, String value) {
		String fault = HeaderSyntax.fault(name, value);
		if (fault != null) {
			throw new HandshakeException(new ConnectionLoss(Kind.HANDSHAKE_REFUSED, "one " + fault));
		}
	}

	/** The message of a provider's exception may repeat what it asked for, and a key. */
	private static String told(Throwable failure) {
		return (failure instanceof HandshakeException ours) ? ours.loss().detail() : failure.getClass().getSimpleName();
	}

	private void connect(Map<String, String> headers) {
		if (isAbandoned()) {
			end();
			return;
		}
		WebSocketHttpHeaders httpHeaders = new WebSocketHttpHeaders();
		headers.forEach(httpHeaders::add);
		try {
			CompletableFuture<WebSocketSession> session = this.client.execute(this.handler, httpHeaders,
					this.endpoint.uri());
			hold(session);
			session.whenComplete((opened, failure) -> {
				if (failure != null) {
					fail(HandshakeFailure.of(failure));
				}
				end();
			});
		}
		// An error, too: see above.
		catch (Throwable ex) {
			fail(HandshakeFailure.of(ex));
		}
	}

	private void fail(ConnectionLoss loss) {
		end();
		this.failed.accept(loss);
	}

	private void end() {
		if (this.running.getAndSet(false)) {
			this.over.run();
		}
	}

	/** Give up, without waiting. */
	synchronized void abandon() {
		this.abandoned = true;
		if (this.thread != null) {
			this.thread.interrupt();
		}
		if (this.session instanceof ConnectAttempt attempt) {
			attempt.abandon();
		}
	}

	private synchronized boolean isAbandoned() {
		return this.abandoned;
	}

	private synchronized boolean mayWait() {
		this.thread = Thread.currentThread();
		return !this.abandoned;
	}

	/** The thread is used again, so an interrupt for us must not reach others. */
	private synchronized void waitsNoMore() {
		this.thread = null;
		if (this.abandoned) {
			Thread.interrupted();
		}
	}

	private synchronized void hold(CompletableFuture<WebSocketSession> session) {
		this.session = session;
		if (this.abandoned) {
			abandon();
		}
	}

}
