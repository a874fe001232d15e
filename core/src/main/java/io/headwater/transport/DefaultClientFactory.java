package io.headwater.transport;

import java.net.Authenticator;
import java.net.ProxySelector;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import io.headwater.websocket.BlockingWebSocketClient;
import io.headwater.websocket.ClientSettings;

import org.springframework.web.socket.client.WebSocketClient;

/**
 * Makes Headwater's own clients: one thread a connection, which waits in a read and is
 * woken by nothing else. Proxies are those that the JDK's {@link ProxySelector} names,
 * their passwords those of its {@link Authenticator}.
 */
public final class DefaultClientFactory implements NodeClientFactory {

	/** A node that does not answer our close frame shall not keep its socket for long. */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration IDLE_THREAD_LIFE = Duration.ofSeconds(5);

	private final ThreadFactory readers;

	private final LongSupplier nanoTime;

	private final Clock clock;

	private final SecureRandom random = new SecureRandom();

	/**
	 * Create a factory.
	 * @param readers makes the thread of each connection, a daemon, platform or virtual
	 * @param clock tells the time of day, against which a node may name a date
	 */
	public DefaultClientFactory(ThreadFactory readers, LongSupplier nanoTime, Clock clock) {
		this.readers = readers;
		this.nanoTime = nanoTime;
		this.clock = clock;
	}

	/** Make a client whose deadlines have a thread of their own while there are any. */
	@Override
	public WebSocketClient createClient(NodeEndpoint endpoint, TransportSettings settings) {
		ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, this.readers);
		scheduler.setKeepAliveTime(IDLE_THREAD_LIFE.toNanos(), TimeUnit.NANOSECONDS);
		scheduler.allowCoreThreadTimeOut(true);
		scheduler.setRemoveOnCancelPolicy(true);
		return createClient(endpoint, settings, scheduler);
	}

	@Override
	public WebSocketClient createClient(NodeEndpoint endpoint, TransportSettings settings,
			ScheduledExecutorService scheduler) {
		// Binary messages are read, since proxies exist that turn text into them.
		ClientSettings limits = new ClientSettings(settings.connectTimeout(), settings.sendTimeout(),
				settings.messageTimeout(), CLOSE_TIMEOUT, settings.maxMessageLength(), true);
		Supplier<SSLContext> context = endpoint.sslContext();
		Supplier<SSLParameters> parameters = endpoint.sslParameters();
		return BlockingWebSocketClient.ofJdk(limits, this.readers, scheduler, this.nanoTime, this.clock, this.random,
				(context != null) ? context : DefaultClientFactory::defaultContext,
				(parameters != null) ? parameters : SSLParameters::new);
	}

	private static SSLContext defaultContext() {
		try {
			return SSLContext.getDefault();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("The JDK's own TLS context is not usable", ex);
		}
	}

}
