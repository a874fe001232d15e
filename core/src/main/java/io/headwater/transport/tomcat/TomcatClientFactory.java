package io.headwater.transport.tomcat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.headwater.transport.NodeClientFactory;
import io.headwater.transport.NodeEndpoint;
import io.headwater.transport.TransportSettings;
import jakarta.websocket.WebSocketContainer;
import org.apache.tomcat.websocket.Constants;
import org.apache.tomcat.websocket.WsWebSocketContainer;

import org.springframework.web.socket.client.WebSocketClient;

/**
 * Clients of Tomcat, over one container of our own: the container that the class path
 * would offer first might be another one, with other time-outs and without our TLS.
 */
public final class TomcatClientFactory implements NodeClientFactory {

	/** A node that does not answer our close frame shall not keep its socket for long. */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final List<TomcatClientCustomizer> customizers;

	private final WebSocketContainer container = new WsWebSocketContainer();

	/**
	 * Create a factory.
	 * @param customizers customize each client, in this order
	 */
	public TomcatClientFactory(List<TomcatClientCustomizer> customizers) {
		TomcatLog.install();
		this.customizers = List.copyOf(customizers);
	}

	/**
	 * Create a factory of clients that are not customized.
	 */
	public TomcatClientFactory() {
		this(List.of());
	}

	@Override
	public WebSocketClient createClient(NodeEndpoint endpoint, TransportSettings settings) {
		Map<String, Object> userProperties = new HashMap<>();
		// A redirect would take the headers, and the keys in them, elsewhere.
		userProperties.put(Constants.MAX_REDIRECTIONS_PROPERTY, "0");
		userProperties.put(Constants.IO_TIMEOUT_MS_PROPERTY, Integer.toString(stepTimeout(settings)));
		userProperties.put(Constants.BLOCKING_SEND_TIMEOUT_PROPERTY, settings.sendTimeout().toMillis());
		userProperties.put(Constants.SESSION_CLOSE_TIMEOUT_PROPERTY, CLOSE_TIMEOUT.toMillis());
		this.customizers.forEach((customizer) -> customizer.customize(endpoint, this.container, userProperties));
		return new TomcatClient(this.container, endpoint, userProperties);
	}

	/** Longer than the deadline for all steps, so that this one is always first. */
	private static int stepTimeout(TransportSettings settings) {
		return (int) Math.min(Integer.MAX_VALUE, settings.connectTimeout().multipliedBy(2).toMillis());
	}

}
