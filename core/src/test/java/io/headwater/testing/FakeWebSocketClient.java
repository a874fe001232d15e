package io.headwater.testing;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.headwater.websocket.ConnectAttempt;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.WebSocketClient;

/**
 * A client whose attempts end when and as a test says.
 */
public final class FakeWebSocketClient implements WebSocketClient {

	private final List<Attempt> attempts = new ArrayList<>();

	private @Nullable RuntimeException refusal;

	/**
	 * Let the next attempts throw instead of returning a future.
	 */
	public void refuse(@Nullable RuntimeException refusal) {
		this.refusal = refusal;
	}

	public List<Attempt> attempts() {
		return this.attempts;
	}

	public Attempt last() {
		return this.attempts.get(this.attempts.size() - 1);
	}

	@Override
	public CompletableFuture<WebSocketSession> execute(WebSocketHandler handler, String uriTemplate,
			@Nullable Object... uriVariables) {
		throw new UnsupportedOperationException();
	}

	@Override
	public CompletableFuture<WebSocketSession> execute(WebSocketHandler handler, @Nullable WebSocketHttpHeaders headers,
			URI uri) {
		if (this.refusal != null) {
			throw this.refusal;
		}
		Attempt attempt = new Attempt(handler, headers, uri, new FakeWebSocketSession(), new Handshake());
		this.attempts.add(attempt);
		return attempt.future();
	}

	/**
	 * One attempt and what comes of it. Its methods are the container's side.
	 *
	 * @param handler hears of the session
	 * @param headers the headers of the handshake
	 * @param uri the address
	 * @param session the session that it becomes
	 * @param future completes with the attempt
	 */
	public record Attempt(WebSocketHandler handler, @Nullable WebSocketHttpHeaders headers, URI uri,
			FakeWebSocketSession session, Handshake future) {

		public void succeed() throws Exception {
			this.handler.afterConnectionEstablished(this.session);
			this.future.complete(this.session);
		}

		public void fail(Throwable failure) {
			this.future.completeExceptionally(failure);
		}

		public boolean isAbandoned() {
			return this.future.abandoned;
		}

		public void receive(String text) throws Exception {
			receive(text, true);
		}

		public void receive(String part, boolean last) throws Exception {
			this.handler.handleMessage(this.session, new TextMessage(part, last));
		}

		public void pong() throws Exception {
			this.handler.handleMessage(this.session, new PongMessage());
		}

	}

	/**
	 * A future that ends only when a test ends it, whether it was given up or not.
	 */
	public static final class Handshake extends CompletableFuture<WebSocketSession> implements ConnectAttempt {

		private volatile boolean abandoned;

		@Override
		public void abandon() {
			this.abandoned = true;
		}

	}

}
