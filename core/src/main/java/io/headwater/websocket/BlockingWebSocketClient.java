package io.headwater.websocket;

import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.WebSocketClient;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Spring's client, over connections of our own. Each connection has one thread, which
 * opens it, waits in a read and makes every call of the handler.
 * <p>
 * Text comes as {@code BinaryMessage}, too: its bytes are valid UTF-8. It is not decoded,
 * since a JSON parser reads bytes. Each message comes whole, in the buffer of the
 * connection: it is valid during the call of the handler only.
 * <p>
 * Unlike Spring's own clients this one logs no address and no header, and tells none in
 * an exception.
 */
public final class BlockingWebSocketClient implements WebSocketClient {

	private final ClientSettings settings;

	private final ClientResources resources;

	private final TlsLayer tls;

	/**
	 * Create a client.
	 * @param tls encrypts connections by {@code wss}
	 */
	BlockingWebSocketClient(ClientSettings settings, ClientResources resources, TlsLayer tls) {
		this.settings = settings;
		this.resources = resources;
		this.tls = tls;
	}

	/**
	 * Create a client that takes addresses, proxies and passwords of proxies as the JDK
	 * is told.
	 * @param readers makes the thread of each connection, platform or virtual; a daemon
	 * @param clock tells the time of day, against which a node may name a date
	 * @param sslContext gives the context of each connection by {@code wss}, asked for at
	 * each attempt
	 * @param sslParameters gives its ciphers and protocols, where those of the context
	 * shall not all be allowed
	 */
	public static BlockingWebSocketClient ofJdk(ClientSettings settings, ThreadFactory readers,
			ScheduledExecutorService scheduler, LongSupplier nanoTime, Clock clock, RandomGenerator random,
			Supplier<SSLContext> sslContext, Supplier<SSLParameters> sslParameters) {
		return new BlockingWebSocketClient(settings,
				new ClientResources(readers, scheduler, nanoTime, clock, random, Dialer.ofJdk()),
				new TlsLayer(sslContext, sslParameters));
	}

	@Override
	public CompletableFuture<WebSocketSession> execute(WebSocketHandler handler, String uriTemplate,
			@Nullable Object... uriVariables) {
		Object[] variables = Arrays.stream(uriVariables).map(Objects::requireNonNull).toArray();
		URI uri = UriComponentsBuilder.fromUriString(uriTemplate).buildAndExpand(variables).encode().toUri();
		return execute(handler, null, uri);
	}

	/**
	 * Open a connection. The future is a {@link ConnectAttempt}; cancelling it ends the
	 * attempt, too.
	 * @param handler hears of the session, on the thread of the connection only
	 * @param headers what to add to the handshake, and the sub-protocols to offer;
	 * extensions are never offered
	 * @param uri the address, of scheme {@code ws} or {@code wss}
	 * @return the session, or why there is none: a {@link HandshakeException}, such as a
	 * {@link HandshakeRefusedException}, a {@link java.net.SocketTimeoutException} after
	 * the connect time-out, or another {@link java.io.IOException}
	 * @throws IllegalArgumentException if the address or a header is not valid
	 */
	@Override
	public CompletableFuture<WebSocketSession> execute(WebSocketHandler handler, @Nullable WebSocketHttpHeaders headers,
			URI uri) {
		UpgradeRequest request = new UpgradeRequest(uri, headers);
		Opening opening = new Opening(this.settings, this.resources, this.tls, request, handler);
		opening.start();
		return opening;
	}

}
