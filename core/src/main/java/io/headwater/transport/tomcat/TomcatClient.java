package io.headwater.transport.tomcat;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.headwater.transport.NodeEndpoint;
import jakarta.websocket.WebSocketContainer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.HttpHeaders;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.WebSocketClient;
import org.springframework.web.util.DefaultUriBuilderFactory;

/**
 * The client of one node. Spring's own client for the Jakarta API is not used because it
 * logs the whole address and all headers, looks the host up on the calling thread, and
 * can neither check the answer to a handshake nor give one up.
 */
final class TomcatClient implements WebSocketClient {

	private final WebSocketContainer container;

	private final NodeEndpoint endpoint;

	private final Map<String, Object> userProperties;

	private final SimpleAsyncTaskExecutor connector = new SimpleAsyncTaskExecutor("headwater-connect-");

	TomcatClient(WebSocketContainer container, NodeEndpoint endpoint, Map<String, Object> userProperties) {
		this.container = container;
		this.endpoint = endpoint;
		this.userProperties = Map.copyOf(userProperties);
		this.connector.setDaemon(true);
	}

	@Override
	public CompletableFuture<WebSocketSession> execute(WebSocketHandler handler, String uriTemplate,
			@Nullable Object... uriVariables) {
		Object[] texts = Arrays.stream(uriVariables).map((variable) -> Objects.toString(variable, "")).toArray();
		return execute(handler, null, new DefaultUriBuilderFactory().expand(uriTemplate, texts));
	}

	@Override
	public CompletableFuture<WebSocketSession> execute(WebSocketHandler handler, @Nullable WebSocketHttpHeaders headers,
			URI uri) {
		UpgradeCheck upgrade = new UpgradeCheck((headers != null) ? headers : new HttpHeaders());
		TomcatAttempt attempt = new TomcatAttempt(this.container, this.endpoint, upgrade, this.userProperties, handler,
				uri);
		this.connector.execute(attempt);
		return attempt;
	}

}
