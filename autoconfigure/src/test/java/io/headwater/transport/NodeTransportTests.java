package io.headwater.transport;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.headwater.testing.FailureMode;
import io.headwater.testing.FakeWebSocketClient;
import io.headwater.testing.FakeWebSocketSession;
import io.headwater.testing.VirtualScheduler;
import io.headwater.transport.ConnectionLoss.Kind;
import jakarta.websocket.DeploymentException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

class NodeTransportTests {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);

	private static final TransportSettings SETTINGS = new TransportSettings(CONNECT_TIMEOUT, SEND_TIMEOUT, 10, 2);

	private static final NodeEndpoint ENDPOINT = new NodeEndpoint(URI.create("ws://node.example/v3/SECRETKEY123"),
			Map.of("Authorization", "Bearer SECRETKEY123", "X-Name", "value"));

	private final FakeWebSocketClient client = new FakeWebSocketClient();

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final RecordingListener listener = new RecordingListener();

	/** What the writer has still to do: it does nothing before a test says so. */
	private final Queue<Runnable> writer = new ArrayDeque<>();

	private final NodeTransport transport = new NodeTransport(ENDPOINT, (endpoint, settings) -> this.client, SETTINGS,
			this.writer::add, this.scheduler, this.scheduler::nanoTime);

	@Test
	void opensOneConnectionWithTheHeadersOfTheNode() throws Exception {
		this.transport.open(this.listener);
		assertThat(this.client.attempts()).hasSize(1);
		assertThat(this.client.last().uri()).isEqualTo(ENDPOINT.uri());
		assertThat(this.client.last().headers()).isNotNull();
		assertThat(this.client.last().headers().toSingleValueMap()).isEqualTo(ENDPOINT.headers());
		assertThat(this.listener.heard()).isEmpty();
		this.client.last().succeed();
		assertThat(this.listener.heard()).containsExactly("opened 1");
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void makesItsClientOnce() {
		NodeTransport transport = new NodeTransport(ENDPOINT, (endpoint, settings) -> {
			assertThat(endpoint).isSameAs(ENDPOINT);
			assertThat(settings).isSameAs(SETTINGS);
			this.writer.add(() -> {
			});
			return this.client;
		}, SETTINGS, this.writer::add, this.scheduler, this.scheduler::nanoTime);
		transport.open(this.listener);
		transport.open(this.listener);
		assertThat(this.writer).hasSize(1);
		assertThat(transport.endpoint()).isSameAs(ENDPOINT);
	}

	@Test
	void eachConnectionIsANewGeneration() throws Exception {
		assertThat(this.transport.open(this.listener).generation()).isEqualTo(1);
		assertThat(this.transport.open(this.listener).generation()).isEqualTo(2);
		this.client.last().succeed();
		assertThat(this.listener.heard()).containsExactly("opened 2");
	}

	@Test
	void asksForParts() {
		this.transport.open(this.listener);
		assertThat(this.client.last().handler().supportsPartialMessages()).isTrue();
	}

	@Test
	void handsOverWholeMessagesWithTheTimeOfTheirLastPart() throws Exception {
		open();
		this.client.last().receive("{\"a\"", false);
		this.scheduler.advance(Duration.ofNanos(7));
		this.client.last().handler().handleMessage(this.client.last().session(), new PongMessage());
		this.client.last().receive(":1}");
		this.client.last()
			.handler()
			.handleMessage(this.client.last().session(), new BinaryMessage("[2]".getBytes(StandardCharsets.UTF_8)));
		assertThat(this.listener.heard()).containsExactly("opened 1", "{\"a\":1} @7", "[2] @7");
	}

	@Test
	@FailureMode(29)
	void attemptEndsAtItsDeadline() {
		this.transport.open(this.listener);
		this.scheduler.advance(CONNECT_TIMEOUT.minusNanos(1));
		assertThat(this.listener.heard()).isEmpty();
		this.scheduler.advance(Duration.ofNanos(1));
		assertThat(this.listener.losses())
			.containsExactly(new ConnectionLoss(Kind.CONNECT_TIMEOUT, "not open within 10000 ms"));
	}

	@Test
	void lateSuccessIsClosedAndNotTold() throws Exception {
		this.transport.open(this.listener);
		this.scheduler.advance(CONNECT_TIMEOUT);
		this.client.last().succeed();
		runWriter();
		assertThat(this.client.last().session().closed()).containsExactly(CloseStatus.GOING_AWAY);
		this.client.last().receive("late");
		this.client.last().handler().afterConnectionClosed(this.client.last().session(), CloseStatus.GOING_AWAY);
		assertThat(this.listener.heard()).containsExactly("lost CONNECT_TIMEOUT");
	}

	@Test
	void lateFailureIsNotTold() {
		this.transport.open(this.listener);
		this.scheduler.advance(CONNECT_TIMEOUT);
		this.client.last().fail(new IOException());
		assertThat(this.listener.heard()).containsExactly("lost CONNECT_TIMEOUT");
	}

	@Test
	void successAfterCloseIsClosedAndNotTold() throws Exception {
		this.transport.open(this.listener).close();
		assertThat(this.scheduler.pending()).isZero();
		this.client.last().succeed();
		assertThat(this.client.last().session().closed()).containsExactly(CloseStatus.GOING_AWAY);
		assertThat(this.listener.heard()).isEmpty();
	}

	@Test
	void failedHandshakeIsToldOnceAndWithoutSecrets() {
		this.transport.open(this.listener);
		this.client.last()
			.fail(new DeploymentException(
					"The HTTP request to initiate the WebSocket connection to [" + ENDPOINT.uri() + "] failed"));
		assertThat(this.listener.losses()).containsExactly(
				new ConnectionLoss(Kind.HANDSHAKE_REFUSED, "the upgrade to WebSocket failed (DeploymentException)"));
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void clientThatThrowsIsAFailedHandshake() {
		this.client.refuse(new IllegalStateException(ENDPOINT.uri().toString()));
		this.transport.open(this.listener);
		assertThat(this.listener.losses()).containsExactly(
				new ConnectionLoss(Kind.HANDSHAKE_REFUSED, "the upgrade to WebSocket failed (IllegalStateException)"));
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void endOfTheConnectionIsToldOnce() throws Exception {
		open();
		FakeWebSocketSession session = this.client.last().session();
		this.client.last().handler().handleTransportError(session, new IOException("SECRETKEY123"));
		this.client.last().handler().afterConnectionClosed(session, CloseStatus.SERVER_ERROR);
		this.client.last().handler().afterConnectionClosed(session, CloseStatus.NORMAL);
		this.client.last().receive("late");
		this.scheduler.advance(CONNECT_TIMEOUT);
		assertThat(this.listener.heard()).containsExactly("opened 1", "lost CLOSED");
		assertThat(this.listener.losses().get(0).detail()).isEqualTo("the connection broke (IOException)");
	}

	@Test
	void reasonOfTheNodeIsNotRepeated() throws Exception {
		open();
		this.client.last()
			.handler()
			.afterConnectionClosed(this.client.last().session(), new CloseStatus(4001, "forged\nline"));
		assertThat(this.listener.losses())
			.containsExactly(new ConnectionLoss(Kind.CLOSED, "closed with code 4001", null, null, 4001));
	}

	@Test
	void nothingIsToldAfterClose() throws Exception {
		Connection connection = open();
		this.client.last().receive("part", false);
		connection.close();
		connection.close();
		this.client.last().receive("last");
		this.client.last().handler().handleTransportError(this.client.last().session(), new IOException());
		this.client.last().handler().afterConnectionClosed(this.client.last().session(), CloseStatus.NORMAL);
		runWriter();
		assertThat(this.listener.heard()).containsExactly("opened 1");
		assertThat(this.client.last().session().closed()).containsExactly(CloseStatus.NORMAL);
	}

	@Test
	void closesOnTheWriterSinceClosingMayWait() throws Exception {
		Connection connection = open();
		connection.close();
		assertThat(this.client.last().session().closed()).isEmpty();
		runWriter();
		assertThat(this.client.last().session().closed()).hasSize(1);
	}

	@Test
	void failureToCloseIsNobodysConcern() throws Exception {
		open().close();
		this.client.last().session().failWith(new IllegalStateException("already closed"));
		assertThatNoException().isThrownBy(this::runWriter);
	}

	@Test
	@FailureMode({ 12, 30 })
	void messageOfTheCapIsReadAndALongerOneEndsTheConnection() throws Exception {
		open();
		this.client.last().receive("0123456789");
		this.client.last().receive("01234567", false);
		this.client.last().receive("89a", false);
		this.client.last().receive("rest");
		this.client.last().receive("next");
		runWriter();
		assertThat(this.listener.heard()).containsExactly("opened 1", "0123456789 @0", "lost MESSAGE_TOO_LONG");
		assertThat(this.listener.losses().get(0).detail()).isEqualTo("a message is longer than the 10 that are read");
		assertThat(this.client.last().session().closed()).extracting(CloseStatus::getCode).containsExactly(1009);
	}

	@Test
	void failingHandlerEndsTheConnectionButIsNotThrownToTheContainer() throws Exception {
		open();
		this.listener.then(() -> {
			throw new IllegalStateException("defect");
		});
		assertThatNoException().isThrownBy(() -> this.client.last().receive("one"));
		this.client.last().receive("two");
		runWriter();
		assertThat(this.listener.heard()).containsExactly("opened 1", "one @0", "lost HANDLER_FAILED");
		assertThat(this.client.last().session().closed()).extracting(CloseStatus::getCode).containsExactly(1011);
	}

	@Test
	void handlerThatFailsAtOpeningEndsTheConnection() throws Exception {
		this.listener.then(() -> {
			throw new IllegalStateException("defect");
		});
		this.transport.open(this.listener);
		assertThatNoException().isThrownBy(() -> this.client.last().succeed());
		assertThat(this.listener.heard()).containsExactly("opened 1", "lost HANDLER_FAILED");
	}

	@Test
	void sendsInOrderAndOneAtATime() throws Exception {
		Connection connection = open();
		connection.send("one");
		connection.send("two");
		assertThat(this.client.last().session().sent()).isEmpty();
		assertThat(this.writer).hasSize(1);
		runWriter();
		connection.send("three");
		runWriter();
		assertThat(this.client.last().session().sent()).containsExactly("one", "two", "three");
		assertThat(this.scheduler.pending()).isZero();
		assertThat(this.listener.heard()).containsExactly("opened 1");
	}

	@Test
	void mayBeUsedWhileItIsOpened() throws Exception {
		Connection[] connection = new Connection[1];
		this.listener.then(() -> connection[0].send("first"));
		connection[0] = this.transport.open(this.listener);
		this.client.last().succeed();
		runWriter();
		assertThat(this.client.last().session().sent()).containsExactly("first");
	}

	@Test
	void sendsNothingBeforeItIsOpenAndAfterItHasEnded() throws Exception {
		Connection connection = this.transport.open(this.listener);
		connection.send("early");
		this.client.last().succeed();
		connection.close();
		connection.send("late");
		runWriter();
		assertThat(this.client.last().session().sent()).isEmpty();
	}

	@Test
	void oneMessageTooManyToSendEndsTheConnection() throws Exception {
		Connection connection = open();
		connection.send("one");
		connection.send("two");
		assertThat(this.listener.heard()).containsExactly("opened 1");
		connection.send("three");
		connection.send("four");
		assertThat(this.listener.losses())
			.containsExactly(new ConnectionLoss(Kind.SEND_FAILED, "more than 2 messages wait to be sent"));
		runWriter();
		assertThat(this.client.last().session().closed()).containsExactly(CloseStatus.SESSION_NOT_RELIABLE);
	}

	@Test
	void failedSendEndsTheConnectionAndNothingFollowsIt() throws Exception {
		for (Exception failure : List.of(new IOException("SECRETKEY123"), new IllegalStateException("SECRETKEY123"))) {
			RecordingListener listener = new RecordingListener();
			Connection connection = this.transport.open(listener);
			this.client.last().succeed();
			this.client.last().session().failWith(failure);
			connection.send("one");
			connection.send("two");
			runWriter();
			assertThat(listener.losses()).containsExactly(new ConnectionLoss(Kind.SEND_FAILED,
					"sending failed (" + failure.getClass().getSimpleName() + ")"));
			assertThat(this.client.last().session().sent()).containsExactly("one");
			assertThat(this.scheduler.pending()).isZero();
		}
	}

	@Test
	@Timeout(20)
	void nobodyButTheWriterWaitsForABlockedSocket() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			NodeTransport transport = new NodeTransport(ENDPOINT, (endpoint, settings) -> this.client, SETTINGS,
					threads, this.scheduler, this.scheduler::nanoTime);
			Connection connection = transport.open(this.listener);
			this.client.last().succeed();
			FakeWebSocketSession session = this.client.last().session();
			session.block();
			connection.send("one");
			session.awaitBlockedSend();
			connection.send("two");
			this.client.last().receive("meanwhile");
			this.scheduler.advance(SEND_TIMEOUT.minusNanos(1));
			assertThat(this.listener.heard()).containsExactly("opened 1", "meanwhile @0");
			this.scheduler.advance(Duration.ofNanos(1));
			assertThat(this.listener.losses())
				.containsExactly(new ConnectionLoss(Kind.SEND_FAILED, "a message could not be sent in time"));
			Awaitility.await().until(() -> !session.closed().isEmpty());
			threads.shutdown();
			assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
			assertThat(session.sent()).containsExactly("one");
			assertThat(session.closed()).containsExactly(CloseStatus.SESSION_NOT_RELIABLE);
			assertThat(this.listener.losses()).hasSize(1);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private Connection open() throws Exception {
		Connection connection = this.transport.open(this.listener);
		this.client.last().succeed();
		return connection;
	}

	private void runWriter() {
		for (Runnable task = this.writer.poll(); task != null; task = this.writer.poll()) {
			task.run();
		}
	}

}
