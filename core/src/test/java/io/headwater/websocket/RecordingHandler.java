package io.headwater.websocket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps what a session tells, in order. It says that it takes parts, and fails if it gets
 * one.
 */
class RecordingHandler implements WebSocketHandler {

	private static final int PATIENCE_SECONDS = 30;

	private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

	private final List<String> threads = Collections.synchronizedList(new ArrayList<>());

	private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());

	private final CompletableFuture<WebSocketSession> opened = new CompletableFuture<>();

	private final CompletableFuture<CloseStatus> closed = new CompletableFuture<>();

	@Override
	public void afterConnectionEstablished(WebSocketSession session) throws Exception {
		note();
		this.opened.complete(session);
	}

	@Override
	public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws Exception {
		note();
		if (message instanceof PongMessage pong) {
			hear("pong:" + StandardCharsets.UTF_8.decode(pong.getPayload()));
			return;
		}
		assertThat(message.isLast()).isTrue();
		hear(StandardCharsets.UTF_8.decode(((BinaryMessage) message).getPayload()).toString());
	}

	private void hear(String what) {
		synchronized (this.heard) {
			this.heard.add(what);
		}
	}

	@Override
	public void handleTransportError(WebSocketSession session, Throwable exception) throws Exception {
		note();
		this.errors.add(exception);
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus closeStatus) throws Exception {
		note();
		if (!this.closed.complete(closeStatus)) {
			this.errors.add(new AssertionError("closed twice"));
		}
	}

	private void note() {
		this.threads.add(Thread.currentThread().getName());
	}

	@Override
	public boolean supportsPartialMessages() {
		return true;
	}

	List<String> heard() {
		synchronized (this.heard) {
			return List.copyOf(this.heard);
		}
	}

	List<Throwable> errors() {
		return this.errors;
	}

	List<String> threads() {
		return this.threads;
	}

	boolean isClosed() {
		return this.closed.isDone();
	}

	WebSocketSession awaitOpen() throws Exception {
		return this.opened.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
	}

	CloseStatus awaitClosed() throws Exception {
		return this.closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
	}

}
