package io.headwater.transport.tomcat;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import io.headwater.transport.NodeEndpoint;
import io.headwater.websocket.ConnectAttempt;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import io.headwater.websocket.HandshakeException;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.WebSocketContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;

/**
 * One handshake, on a thread of its own. Tomcat has a time-out for each step only, not
 * for all of them; but every step except the system's name look-up can be interrupted.
 */
final class TomcatAttempt extends CompletableFuture<WebSocketSession> implements ConnectAttempt, Runnable {

	private final WebSocketContainer container;

	private final NodeEndpoint endpoint;

	private final UpgradeCheck upgrade;

	private final Map<String, Object> userProperties;

	private final WebSocketHandler handler;

	private final URI uri;

	private boolean abandoned;

	private @Nullable Thread thread;

	TomcatAttempt(WebSocketContainer container, NodeEndpoint endpoint, UpgradeCheck upgrade,
			Map<String, Object> userProperties, WebSocketHandler handler, URI uri) {
		this.container = container;
		this.endpoint = endpoint;
		this.upgrade = upgrade;
		this.userProperties = userProperties;
		this.handler = handler;
		this.uri = uri;
	}

	@Override
	public void run() {
		WebSocketSession session = null;
		ConnectionLoss loss = new ConnectionLoss(Kind.CONNECT_TIMEOUT, "given up before it began");
		try {
			if (begin()) {
				session = connect();
			}
		}
		// An error, too: who waits for this future would wait without end.
		catch (Throwable ex) {
			loss = TomcatFailure.of(ex);
		}
		finally {
			leave();
		}
		if (session != null) {
			complete(session);
		}
		else {
			completeExceptionally(new HandshakeException(loss));
		}
	}

	private WebSocketSession connect() throws Exception {
		TomcatSession session = new TomcatSession(this.endpoint);
		ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
			.configurator(this.upgrade)
			.sslContext(sslContext())
			.build();
		config.getUserProperties().putAll(this.userProperties);
		TomcatEndpoint receiver = new TomcatEndpoint(this.handler, session);
		TomcatLog.<Exception>quietly(() -> this.container.connectToServer(receiver, config, this.uri));
		return session;
	}

	private @Nullable SSLContext sslContext() {
		Supplier<SSLContext> sslContext = this.endpoint.sslContext();
		try {
			return (sslContext != null) ? sslContext.get() : null;
		}
		catch (RuntimeException ex) {
			throw new HandshakeException(new ConnectionLoss(Kind.TLS,
					"no TLS context could be made (" + ex.getClass().getSimpleName() + ")"));
		}
	}

	private synchronized boolean begin() {
		this.thread = Thread.currentThread();
		return !this.abandoned;
	}

	private synchronized void leave() {
		this.thread = null;
	}

	@Override
	public synchronized void abandon() {
		this.abandoned = true;
		if (this.thread != null) {
			this.thread.interrupt();
		}
	}

}
