package io.headwater.transport.tomcat;

import java.io.IOException;
import java.net.URI;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.WebSocketContainer;
import org.apache.tomcat.websocket.WsWebSocketContainer;
import org.jspecify.annotations.Nullable;

/**
 * A container that is silent about our handshakes: what it logs of them is the whole
 * address (at TRACE) and headers as the node sent them (at WARN). How a handshake ended
 * is told by Headwater. Other users of Tomcat's WebSocket in the same JVM are heard as
 * before.
 */
final class QuietContainer {

	private static final ThreadLocal<Boolean> CONNECTING = ThreadLocal.withInitial(() -> false);

	/** Held, since nobody else may hold it, and a filter goes with its logger. */
	private final Logger logger = Logger.getLogger(WsWebSocketContainer.class.getName());

	private final WebSocketContainer container;

	QuietContainer(WsWebSocketContainer container) {
		this.container = container;
		Filter filter = this.logger.getFilter();
		if (!(filter instanceof HandshakeFilter)) {
			this.logger.setFilter(new HandshakeFilter(filter));
		}
	}

	WebSocketContainer container() {
		return this.container;
	}

	void connect(Endpoint endpoint, ClientEndpointConfig config, URI uri) throws DeploymentException, IOException {
		CONNECTING.set(true);
		try {
			this.container.connectToServer(endpoint, config, uri);
		}
		finally {
			CONNECTING.remove();
		}
	}

	/**
	 * Holds back what is logged by a thread that connects for us.
	 */
	private static final class HandshakeFilter implements Filter {

		private final @Nullable Filter before;

		HandshakeFilter(@Nullable Filter before) {
			this.before = before;
		}

		@Override
		public boolean isLoggable(LogRecord logRecord) {
			return !CONNECTING.get() && (this.before == null || this.before.isLoggable(logRecord));
		}

	}

}
