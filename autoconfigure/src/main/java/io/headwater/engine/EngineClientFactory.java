package io.headwater.engine;

import java.net.Authenticator;
import java.net.ProxySelector;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

import javax.net.ssl.SSLContext;

import io.headwater.transport.NodeClientFactory;
import io.headwater.transport.NodeEndpoint;
import io.headwater.transport.TransportSettings;

import org.springframework.web.socket.client.WebSocketClient;

/**
 * Makes clients of Headwater's own engine: one thread a connection, which waits in a read
 * and is woken by nothing else. Proxies are those that the JDK's {@link ProxySelector}
 * names, their passwords those of its {@link Authenticator}.
 */
public final class EngineClientFactory implements NodeClientFactory {

	/** How long a message may take from its first byte to its last one. */
	private static final Duration MESSAGE_TIMEOUT = Duration.ofSeconds(30);

	/** A node that does not answer our close frame shall not keep its socket for long. */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final EngineResources resources;

	/**
	 * Create a factory.
	 * @param readers makes the thread of each connection, a daemon, platform or virtual
	 * @param scheduler where deadlines wait; those of closing need it not
	 * @param nanoTime the monotonic clock, in nanoseconds
	 * @param clock tells the time of day, against which a node may name a date
	 */
	public EngineClientFactory(ThreadFactory readers, ScheduledExecutorService scheduler, LongSupplier nanoTime,
			Clock clock) {
		this.resources = new EngineResources(readers, scheduler, nanoTime, clock, new SecureRandom(), Dialer.ofJdk());
	}

	@Override
	public WebSocketClient createClient(NodeEndpoint endpoint, TransportSettings settings) {
		// Binary messages are read, since proxies exist that turn text into them.
		EngineSettings limits = new EngineSettings(settings.connectTimeout(), settings.sendTimeout(), MESSAGE_TIMEOUT,
				CLOSE_TIMEOUT, settings.maxMessageLength(), true);
		return new EngineClient(limits, this.resources, EngineClientFactory::defaultContext);
	}

	private static SSLContext defaultContext() {
		try {
			return SSLContext.getDefault();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("The default SSL context is not usable", ex);
		}
	}

}
