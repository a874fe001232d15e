package io.headwater.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.headwater.transport.NodeClientFactory;
import io.headwater.transport.NodeEndpoint;
import io.headwater.transport.TransportSettings;

import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.WebSocketClient;

/**
 * Nodes that never answer, in place of the network.
 */
class SilentNodes implements NodeClientFactory {

	final List<NodeEndpoint> endpoints = new CopyOnWriteArrayList<>();

	final Map<URI, TransportSettings> settings = new ConcurrentHashMap<>();

	final List<URI> asked = new CopyOnWriteArrayList<>();

	@Override
	public WebSocketClient createClient(NodeEndpoint endpoint, TransportSettings settings) {
		this.endpoints.add(endpoint);
		this.settings.put(endpoint.uri(), settings);
		return new SilentClient();
	}

	NodeEndpoint onlyEndpoint() {
		return this.endpoints.stream().distinct().reduce((one, other) -> {
			throw new AssertionError("There are several");
		}).orElseThrow();
	}

	private final class SilentClient implements WebSocketClient {

		@Override
		public CompletableFuture<WebSocketSession> execute(WebSocketHandler handler, String uriTemplate,
				Object... uriVariables) {
			throw new UnsupportedOperationException();
		}

		@Override
		public CompletableFuture<WebSocketSession> execute(WebSocketHandler handler, WebSocketHttpHeaders headers,
				URI uri) {
			SilentNodes.this.asked.add(uri);
			return new CompletableFuture<>();
		}

	}

}
