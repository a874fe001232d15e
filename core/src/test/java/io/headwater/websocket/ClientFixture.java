package io.headwater.websocket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import io.headwater.testing.VirtualScheduler;

import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client under virtual time, with a server whose bytes a test plays. Only the time
 * for the answer to a close frame is real.
 */
final class ClientFixture implements AutoCloseable {

	static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	static final Duration SEND_TIMEOUT = Duration.ofSeconds(7);

	static final Duration MESSAGE_TIMEOUT = Duration.ofSeconds(30);

	static final Duration PATIENCE = Duration.ofSeconds(30);

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final RawServer server;

	private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

	private volatile boolean outOfThreads;

	private Duration closeTimeout = Duration.ofSeconds(30);

	private int maxMessageLength = FramingCases.LIMIT;

	private boolean acceptsBinary = true;

	private Dialer.Resolver resolver = InetAddress::getAllByName;

	private ProxySelector proxies = ProxySelector.of(null);

	private ProxyCredentials credentials = (proxy, realm) -> null;

	private Supplier<SSLContext> tls = () -> {
		throw new IllegalStateException("no TLS here");
	};

	private SSLParameters tlsLimits = new SSLParameters();

	private RecordingHandler handler = new RecordingHandler();

	ClientFixture() throws IOException {
		this(new RawServer());
	}

	ClientFixture(RawServer server) {
		this.server = server;
	}

	ClientFixture handler(RecordingHandler handler) {
		this.handler = handler;
		return this;
	}

	ClientFixture closeTimeout(Duration closeTimeout) {
		this.closeTimeout = closeTimeout;
		return this;
	}

	ClientFixture maxMessageLength(int maxMessageLength) {
		this.maxMessageLength = maxMessageLength;
		return this;
	}

	ClientFixture refusingBinary() {
		this.acceptsBinary = false;
		return this;
	}

	ClientFixture resolver(Dialer.Resolver resolver) {
		this.resolver = resolver;
		return this;
	}

	ClientFixture proxies(ProxySelector proxies, ProxyCredentials credentials) {
		this.proxies = proxies;
		this.credentials = credentials;
		return this;
	}

	ClientFixture tls(Supplier<SSLContext> tls) {
		this.tls = tls;
		return this;
	}

	ClientFixture tlsLimits(SSLParameters tlsLimits) {
		this.tlsLimits = tlsLimits;
		return this;
	}

	BlockingWebSocketClient create() {
		ClientSettings settings = new ClientSettings(CONNECT_TIMEOUT, SEND_TIMEOUT, MESSAGE_TIMEOUT, this.closeTimeout,
				this.maxMessageLength, this.acceptsBinary);
		Dialer dialer = new Dialer(this.resolver, () -> this.proxies, this.credentials);
		Clock clock = Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);
		return new BlockingWebSocketClient(settings, new ClientResources(this::newThread, this.scheduler,
				this.scheduler::nanoTime, clock, new SecureRandom(), dialer),
				new TlsLayer(this.tls, () -> this.tlsLimits));
	}

	/**
	 * Let the system have no other thread from now on.
	 */
	void outOfThreads() {
		this.outOfThreads = true;
	}

	private Thread newThread(Runnable task) {
		if (this.outOfThreads) {
			throw new OutOfMemoryError("unable to create native thread");
		}
		Thread thread = new Thread(task, "client-" + this.threads.size());
		thread.setDaemon(true);
		this.threads.add(thread);
		return thread;
	}

	CompletableFuture<WebSocketSession> execute() {
		return execute(this.server.url());
	}

	CompletableFuture<WebSocketSession> execute(URI uri) {
		return create().execute(this.handler, null, uri);
	}

	CompletableFuture<WebSocketSession> execute(WebSocketHttpHeaders headers) {
		return create().execute(this.handler, headers, this.server.url());
	}

	/**
	 * Open a connection, whose upgrade is answered as it should be.
	 */
	RawPeer open() throws Exception {
		execute();
		RawPeer peer = this.server.accept().upgrade();
		this.handler.awaitOpen();
		return peer;
	}

	WebSocketSession session() throws Exception {
		return this.handler.awaitOpen();
	}

	RecordingHandler handler() {
		return this.handler;
	}

	RawServer server() {
		return this.server;
	}

	VirtualScheduler scheduler() {
		return this.scheduler;
	}

	/**
	 * Wait until all threads of the client have ended.
	 */
	void awaitNoThreads() throws InterruptedException {
		for (Thread thread : this.threads) {
			thread.join(PATIENCE.toMillis());
		}
		assertThat(this.threads).noneMatch(Thread::isAlive);
	}

	Queue<Thread> threads() {
		return this.threads;
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
