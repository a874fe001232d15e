package io.headwater.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * A session that keeps what is sent over it and how it is closed. Its sends can be made
 * to wait, or to fail; closing it ends the waiting, as a container does.
 */
public final class FakeWebSocketSession implements WebSocketSession {

	private final List<String> sent = new CopyOnWriteArrayList<>();

	private final List<CloseStatus> closed = new CopyOnWriteArrayList<>();

	private final CountDownLatch sending = new CountDownLatch(1);

	private final CountDownLatch released = new CountDownLatch(1);

	private final Map<String, Object> attributes = new ConcurrentHashMap<>();

	private volatile Consumer<String> onSend = (message) -> {
	};

	private volatile boolean blocked;

	private volatile @Nullable Throwable failure;

	/**
	 * Do this with each message that is sent.
	 */
	public void onSend(Consumer<String> onSend) {
		this.onSend = onSend;
	}

	/**
	 * Let every send wait until the session is closed.
	 */
	public void block() {
		this.blocked = true;
	}

	/**
	 * Wait until a send waits.
	 */
	public void awaitBlockedSend() throws InterruptedException {
		this.sending.await();
	}

	/**
	 * Let every send, and closing, fail.
	 */
	public void failWith(Throwable failure) {
		this.failure = failure;
	}

	public List<String> sent() {
		return this.sent;
	}

	/**
	 * Return how it was closed, each time.
	 */
	public List<CloseStatus> closed() {
		return this.closed;
	}

	@Override
	public void sendMessage(WebSocketMessage<?> message) throws IOException {
		String text = (message instanceof PingMessage) ? "ping" : message.getPayload().toString();
		this.sent.add(text);
		this.onSend.accept(text);
		if (this.blocked) {
			this.sending.countDown();
			try {
				this.released.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			throw new IOException("closed");
		}
		failIfSo();
	}

	@Override
	public void close() throws IOException {
		close(CloseStatus.NORMAL);
	}

	@Override
	public void close(CloseStatus status) throws IOException {
		this.closed.add(status);
		this.released.countDown();
		failIfSo();
	}

	private void failIfSo() throws IOException {
		if (this.failure instanceof RuntimeException ex) {
			throw ex;
		}
		if (this.failure instanceof IOException ex) {
			throw ex;
		}
		if (this.failure instanceof Error ex) {
			throw ex;
		}
	}

	@Override
	public boolean isOpen() {
		return this.closed.isEmpty();
	}

	@Override
	public String getId() {
		return "fake";
	}

	@Override
	public @Nullable URI getUri() {
		return null;
	}

	@Override
	public HttpHeaders getHandshakeHeaders() {
		return new HttpHeaders();
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.attributes;
	}

	@Override
	public @Nullable Principal getPrincipal() {
		return null;
	}

	@Override
	public @Nullable InetSocketAddress getLocalAddress() {
		return null;
	}

	@Override
	public @Nullable InetSocketAddress getRemoteAddress() {
		return null;
	}

	@Override
	public @Nullable String getAcceptedProtocol() {
		return null;
	}

	@Override
	public void setTextMessageSizeLimit(int messageSizeLimit) {
		throw new UnsupportedOperationException("a container would allocate that much at once");
	}

	@Override
	public int getTextMessageSizeLimit() {
		return 8192;
	}

	@Override
	public void setBinaryMessageSizeLimit(int messageSizeLimit) {
		throw new UnsupportedOperationException("a container would allocate that much at once");
	}

	@Override
	public int getBinaryMessageSizeLimit() {
		return 8192;
	}

	@Override
	public List<WebSocketExtension> getExtensions() {
		return List.of();
	}

}
