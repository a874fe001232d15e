package io.headwater.testing;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

import io.headwater.transport.NodeClientFactory;
import io.headwater.transport.NodeEndpoint;
import io.headwater.transport.TransportSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.WebSocketClient;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;

/**
 * Spring's client for the Jakarta API as an application may bring it, with the TLS
 * context of the node.
 */
final class StandardClientFactory implements NodeClientFactory {

	@Override
	public WebSocketClient createClient(NodeEndpoint endpoint, TransportSettings settings) {
		return (endpoint.sslContext() != null) ? new SecureClient(endpoint)
				: NodeClientFactory.of(new StandardWebSocketClient()).createClient(endpoint, settings);
	}

	/**
	 * Asks for the context at each attempt.
	 */
	private record SecureClient(NodeEndpoint endpoint) implements WebSocketClient {

		@Override
		public CompletableFuture<WebSocketSession> execute(WebSocketHandler handler, String uriTemplate,
				@Nullable Object... uriVariables) {
			throw new UnsupportedOperationException("not called");
		}

		@Override
		public CompletableFuture<WebSocketSession> execute(WebSocketHandler handler,
				@Nullable WebSocketHttpHeaders headers, URI uri) {
			StandardWebSocketClient client = new StandardWebSocketClient();
			client.setSslContext((this.endpoint.sslContext() != null) ? this.endpoint.sslContext().get() : null);
			return client.execute(handler, headers, uri);
		}

	}

}
