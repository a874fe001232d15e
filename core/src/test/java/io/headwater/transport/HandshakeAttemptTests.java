package io.headwater.transport;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.headwater.testing.FakeWebSocketClient;
import io.headwater.testing.VirtualScheduler;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.WebSocketClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an attempt to connect waits for, and what becomes of one that hangs.
 */
class HandshakeAttemptTests {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	private static final TransportSettings SETTINGS = new TransportSettings(CONNECT_TIMEOUT, Duration.ofSeconds(10),
			1000, 10);

	private static final URI NODE = URI.create("ws://node.example");

	private final FakeWebSocketClient client = new FakeWebSocketClient();

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final RecordingListener listener = new RecordingListener();

	private final Queue<Runnable> writer = new ArrayDeque<>();

	@Test
	void attemptIsGivenUpAtItsDeadline() {
		NodeTransport transport = transport(null);
		transport.open(this.listener);
		this.scheduler.advance(CONNECT_TIMEOUT.minusNanos(1));
		assertThat(this.client.last().isAbandoned()).isFalse();
		this.scheduler.advance(Duration.ofNanos(1));
		assertThat(this.client.last().isAbandoned()).isTrue();
	}

	@Test
	void attemptIsGivenUpWhenItsConnectionIsClosed() {
		transport(null).open(this.listener).close();
		assertThat(this.client.last().isAbandoned()).isTrue();
	}

	@Test
	void connectionThatIsOpenIsClosedNotGivenUp() throws Exception {
		Connection connection = transport(null).open(this.listener);
		this.client.last().succeed();
		connection.close();
		assertThat(this.client.last().isAbandoned()).isFalse();
	}

	@Test
	void atMostOneAttemptHangsBesideTheOneThatIsWanted() {
		NodeTransport transport = transport(null);
		for (int attempt = 0; attempt < 5; attempt++) {
			transport.open(this.listener);
			this.scheduler.advance(CONNECT_TIMEOUT);
		}
		assertThat(this.client.attempts()).hasSize(2);
		assertThat(this.listener.losses()).hasSize(5)
			.endsWith(
					new ConnectionLoss(Kind.CONNECT_TIMEOUT, "two earlier attempts still hang, so no other was begun"));
	}

	@Test
	void anotherAttemptIsBegunOnceOneThatHungIsOver() {
		NodeTransport transport = transport(null);
		for (int attempt = 0; attempt < 3; attempt++) {
			transport.open(this.listener);
			this.scheduler.advance(CONNECT_TIMEOUT);
		}
		this.client.attempts().get(0).fail(new IOException());
		transport.open(this.listener);
		assertThat(this.client.attempts()).hasSize(3);
		transport.open(this.listener);
		assertThat(this.client.attempts()).hasSize(3);
	}

	@Test
	void lateSuccessIsOverToo() throws Exception {
		NodeTransport transport = transport(null);
		for (int attempt = 0; attempt < 2; attempt++) {
			transport.open(this.listener);
			this.scheduler.advance(CONNECT_TIMEOUT);
		}
		this.client.attempts().get(0).succeed();
		assertThat(this.client.attempts().get(0).session().closed()).containsExactly(CloseStatus.GOING_AWAY);
		transport.open(this.listener);
		assertThat(this.client.attempts()).hasSize(3);
	}

	@Test
	void attemptsThatEndInTimeDoNotCount() throws Exception {
		NodeTransport transport = transport(null);
		for (int attempt = 0; attempt < 10; attempt++) {
			transport.open(this.listener);
			this.client.last().succeed();
			transport.open(this.listener);
			this.client.last().fail(new IOException());
			this.client.refuse(new IllegalStateException());
			transport.open(this.listener);
			this.client.refuse(null);
		}
		assertThat(this.client.attempts()).hasSize(20);
	}

	@Test
	void asksForHeadersOnTheWriterBeforeEachAttempt() {
		Queue<Map<String, String>> headers = new ArrayDeque<>();
		headers.add(Map.of("authorization", "fresh", "X-More", "1"));
		headers.add(Map.of("X-More", "2"));
		NodeTransport transport = transport(headers::remove);
		transport.open(this.listener);
		assertThat(this.client.attempts()).isEmpty();
		runWriter();
		assertThat(headers().toSingleValueMap()).hasSize(3)
			.containsEntry("X-Fixed", "fixed")
			.containsEntry("X-More", "1");
		assertThat(headers().getFirst("Authorization")).isEqualTo("fresh");
		transport.open(this.listener);
		runWriter();
		assertThat(headers().getFirst("Authorization")).isEqualTo("configured");
		assertThat(headers().getFirst("X-More")).isEqualTo("2");
	}

	@Test
	void knowsTheHeadersThatWereMadeForTheNewestAttempt() {
		Queue<Map<String, String>> headers = new ArrayDeque<>();
		headers.add(Map.of("Authorization", "one"));
		headers.add(Map.of("Authorization", "two"));
		NodeTransport transport = transport(headers::remove);
		assertThat(transport.freshHeaders()).isEmpty();
		for (String token : List.of("one", "two")) {
			transport.open(this.listener);
			runWriter();
			assertThat(transport.freshHeaders()).containsOnly(Map.entry("Authorization", token));
		}
	}

	@Test
	void attemptFailsWithoutHeadersAndTellsNoSecret() {
		NodeTransport transport = transport(() -> {
			throw new IOException("no token at https://SECRETKEY123");
		});
		transport.open(this.listener);
		runWriter();
		assertThat(this.client.attempts()).isEmpty();
		assertThat(this.listener.losses()).containsExactly(new ConnectionLoss(Kind.HANDSHAKE_REFUSED,
				"no headers for the handshake could be provided (IOException)"));
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void attemptsThatEndWithAnErrorDoNotCount() {
		Error noThread = new OutOfMemoryError("unable to create native thread");
		NodeEndpoint endpoint = new NodeEndpoint(NODE, Map.of(), () -> {
			throw new NoClassDefFoundError("SECRETKEY123");
		}, null);
		NodeTransport provider = transport(endpoint, this.writer::add);
		NodeTransport writer = transport(endpoint, (task) -> {
			throw noThread;
		});
		NodeTransport client = new NodeTransport(new NodeEndpoint(NODE, Map.of()),
				(node, settings) -> failing(noThread), SETTINGS, this.writer::add, this.scheduler,
				this.scheduler::nanoTime);
		for (int attempt = 0; attempt < 3; attempt++) {
			provider.open(this.listener);
			runWriter();
			writer.open(this.listener);
			client.open(this.listener);
		}
		assertThat(this.listener.losses()).hasSize(9)
			.extracting(ConnectionLoss::detail)
			.containsOnly("no headers for the handshake could be provided (NoClassDefFoundError)",
					"the upgrade to WebSocket failed (OutOfMemoryError)");
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void attemptFailsWithHeadersThatWouldForgeOthers() {
		transport(() -> Map.of("Authorization", "SECRETKEY123\r\nHost: evil.example")).open(this.listener);
		transport(() -> Map.of("Sec-WebSocket-Key", "SECRETKEY123")).open(this.listener);
		runWriter();
		assertThat(this.client.attempts()).isEmpty();
		assertThat(this.listener.losses()).extracting(ConnectionLoss::detail)
			.containsExactly(
					"no headers for the handshake could be provided (one has a value with characters other than "
							+ "printable ASCII)",
					"no headers for the handshake could be provided (one is one that the handshake itself sets)");
	}

	@Test
	void doesNotConnectWithHeadersThatComeTooLate() {
		NodeTransport transport = transport(Map::of);
		transport.open(this.listener);
		this.scheduler.advance(CONNECT_TIMEOUT);
		runWriter();
		assertThat(this.client.attempts()).isEmpty();
		assertThat(this.listener.losses()).extracting(ConnectionLoss::kind).containsExactly(Kind.CONNECT_TIMEOUT);
		for (int attempt = 0; attempt < 5; attempt++) {
			transport.open(this.listener).close();
			runWriter();
		}
		transport.open(this.listener);
		runWriter();
		assertThat(this.client.attempts()).hasSize(1);
	}

	@Test
	@Timeout(20)
	void providerThatHangsIsInterruptedAndItsThreadUsedAgain() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try {
			NodeEndpoint endpoint = new NodeEndpoint(NODE, Map.of(), () -> {
				asked.countDown();
				try {
					new CountDownLatch(1).await();
				}
				finally {
					interrupted.countDown();
				}
				return Map.of();
			}, null);
			NodeTransport transport = new NodeTransport(endpoint, (node, settings) -> this.client, SETTINGS, thread,
					this.scheduler, this.scheduler::nanoTime);
			transport.open(this.listener);
			asked.await();
			this.scheduler.advance(CONNECT_TIMEOUT);
			interrupted.await();
			assertThat(thread.submit(() -> Thread.currentThread().isInterrupted()).get(10, TimeUnit.SECONDS)).isFalse();
			Awaitility.await().untilAsserted(() -> assertThat(this.listener.losses()).hasSize(1));
			assertThat(this.listener.losses().get(0).kind()).isEqualTo(Kind.CONNECT_TIMEOUT);
		}
		finally {
			thread.shutdownNow();
		}
	}

	private NodeTransport transport(@Nullable Callable<Map<String, String>> freshHeaders) {
		NodeEndpoint endpoint = new NodeEndpoint(NODE, Map.of("X-Fixed", "fixed", "Authorization", "configured"),
				freshHeaders, null);
		return transport(endpoint, this.writer::add);
	}

	private NodeTransport transport(NodeEndpoint endpoint, Executor writer) {
		return new NodeTransport(endpoint, (node, settings) -> this.client, SETTINGS, writer, this.scheduler,
				this.scheduler::nanoTime);
	}

	private WebSocketHttpHeaders headers() {
		WebSocketHttpHeaders headers = this.client.last().headers();
		assertThat(headers).isNotNull();
		return headers;
	}

	private void runWriter() {
		for (Runnable task = this.writer.poll(); task != null; task = this.writer.poll()) {
			task.run();
		}
	}

	private static WebSocketClient failing(Error failure) {
		return new WebSocketClient() {

			@Override
			public CompletableFuture<WebSocketSession> execute(WebSocketHandler handler, String uriTemplate,
					@Nullable Object... uriVariables) {
				throw failure;
			}

			@Override
			public CompletableFuture<WebSocketSession> execute(WebSocketHandler handler,
					@Nullable WebSocketHttpHeaders headers, URI uri) {
				throw failure;
			}

		};
	}

}
