package io.headwater.stream;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.headwater.transport.DefaultClientFactory;
import io.headwater.transport.NodeClientFactory;
import io.headwater.transport.NodeEndpoint;
import io.headwater.transport.TransportSettings;

import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.WebSocketClient;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;

/**
 * Lets a test ping over the connection of a stream. The thread that brings the pong is
 * the one that answers the pings of the node: it is free as long as pongs come.
 */
class PingingClientFactory implements NodeClientFactory {

	private final NodeClientFactory clients = new DefaultClientFactory((task) -> new Thread(task, "pinging"),
			System::nanoTime, Clock.systemUTC());

	private final Map<URI, WebSocketSession> sessions = new ConcurrentHashMap<>();

	private final AtomicInteger pongs = new AtomicInteger();

	@Override
	public WebSocketClient createClient(NodeEndpoint endpoint, TransportSettings settings) {
		return new PingingClient(this.clients.createClient(endpoint, settings));
	}

	void ping(URI uri) throws IOException {
		this.sessions.get(uri).sendMessage(new PingMessage(ByteBuffer.wrap(new byte[] { 1 })));
	}

	int pongs() {
		return this.pongs.get();
	}

	private final class PingingClient implements WebSocketClient {

		private final WebSocketClient client;

		PingingClient(WebSocketClient client) {
			this.client = client;
		}

		@Override
		public CompletableFuture<WebSocketSession> execute(WebSocketHandler handler, String uriTemplate,
				Object... uriVariables) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletableFuture<WebSocketSession> execute(WebSocketHandler handler, WebSocketHttpHeaders headers,
				URI uri) {
			return this.client.execute(new PongCounter(handler, uri), headers, uri);
		}

	}

	private final class PongCounter extends WebSocketHandlerDecorator {

		private final URI uri;

		PongCounter(WebSocketHandler handler, URI uri) {
			super(handler);
			this.uri = uri;
		}

		@Override
		public void afterConnectionEstablished(WebSocketSession session) throws Exception {
			PingingClientFactory.this.sessions.put(this.uri, session);
			super.afterConnectionEstablished(session);
		}

		@Override
		public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) throws Exception {
			if (message instanceof PongMessage) {
				PingingClientFactory.this.pongs.incrementAndGet();
			}
			super.handleMessage(session, message);
		}

	}

}
