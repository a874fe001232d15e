package io.headwater.transport;

import java.time.Duration;
import java.util.Map;

import jakarta.websocket.WebSocketContainer;
import org.apache.tomcat.websocket.Constants;
import org.apache.tomcat.websocket.WsWebSocketContainer;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.web.socket.client.WebSocketClient;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;

/**
 * Clients of Tomcat, over one container of our own: the container that the class path
 * would offer first might be another one, with other time-outs and without our TLS. What
 * is peculiar to Tomcat stands here.
 */
public final class TomcatClientFactory implements NodeClientFactory {

	/** A node that does not answer our close frame shall not keep its socket for long. */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final WebSocketContainer container = new WsWebSocketContainer();

	@Override
	public WebSocketClient createClient(NodeEndpoint endpoint, TransportSettings settings) {
		StandardWebSocketClient client = new StandardWebSocketClient(this.container);
		SimpleAsyncTaskExecutor connector = new SimpleAsyncTaskExecutor("headwater-connect-");
		connector.setDaemon(true);
		client.setTaskExecutor(connector);
		client.setUserProperties(Map.of( //
				// A redirect would take the headers, and the keys in them, elsewhere.
				Constants.MAX_REDIRECTIONS_PROPERTY, "0", //
				Constants.IO_TIMEOUT_MS_PROPERTY, Long.toString(settings.connectTimeout().toMillis()), //
				Constants.BLOCKING_SEND_TIMEOUT_PROPERTY, settings.sendTimeout().toMillis(), //
				Constants.SESSION_CLOSE_TIMEOUT_PROPERTY, CLOSE_TIMEOUT.toMillis()));
		return client;
	}

}
