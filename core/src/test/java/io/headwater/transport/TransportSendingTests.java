package io.headwater.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.headwater.testing.FakeWebSocketSession;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages are sent one at a time, in order, and by nobody but the writer.
 */
class TransportSendingTests {

	private final TransportFixture fixture = new TransportFixture();

	@Test
	void sendsInOrderAndOneAtATime() throws Exception {
		Connection connection = this.fixture.open();
		connection.send("one");
		connection.send("two");
		assertThat(this.fixture.client.last().session().sent()).isEmpty();
		assertThat(this.fixture.writer).hasSize(1);
		this.fixture.runWriter();
		connection.send("three");
		this.fixture.runWriter();
		assertThat(this.fixture.client.last().session().sent()).containsExactly("one", "two", "three");
		assertThat(this.fixture.scheduler.pending()).isZero();
		assertThat(this.fixture.listener.heard()).containsExactly("opened 1");
	}

	@Test
	void mayBeUsedWhileItIsOpened() throws Exception {
		Connection[] connection = new Connection[1];
		this.fixture.listener.then(() -> connection[0].send("first"));
		connection[0] = this.fixture.transport.open(this.fixture.listener);
		this.fixture.client.last().succeed();
		this.fixture.runWriter();
		assertThat(this.fixture.client.last().session().sent()).containsExactly("first");
	}

	@Test
	void sendsNothingBeforeItIsOpenAndAfterItHasEnded() throws Exception {
		Connection connection = this.fixture.transport.open(this.fixture.listener);
		connection.send("early");
		this.fixture.client.last().succeed();
		connection.close();
		connection.send("late");
		this.fixture.runWriter();
		assertThat(this.fixture.client.last().session().sent()).isEmpty();
	}

	@Test
	void oneMessageTooManyToSendEndsTheConnection() throws Exception {
		Connection connection = this.fixture.open();
		connection.send("one");
		connection.send("two");
		assertThat(this.fixture.listener.heard()).containsExactly("opened 1");
		connection.send("three");
		connection.send("four");
		assertThat(this.fixture.listener.losses())
			.containsExactly(new ConnectionLoss(Kind.SEND_FAILED, "more than 2 messages wait to be sent"));
		this.fixture.runWriter();
		assertThat(this.fixture.client.last().session().closed()).containsExactly(CloseStatus.SESSION_NOT_RELIABLE);
	}

	@Test
	void failedSendEndsTheConnectionAndNothingFollowsIt() throws Exception {
		for (Throwable failure : List.of(new IOException("SECRETKEY123"), new IllegalStateException("SECRETKEY123"),
				new InternalError("SECRETKEY123"))) {
			RecordingListener listener = new RecordingListener();
			Connection connection = this.fixture.transport.open(listener);
			this.fixture.client.last().succeed();
			this.fixture.client.last().session().failWith(failure);
			connection.send("one");
			connection.send("two");
			this.fixture.runWriter();
			assertThat(listener.losses()).containsExactly(new ConnectionLoss(Kind.SEND_FAILED,
					"sending failed (" + failure.getClass().getSimpleName() + ")"));
			assertThat(this.fixture.client.last().session().sent()).containsExactly("one");
			assertThat(this.fixture.scheduler.pending()).isZero();
		}
	}

	@Test
	void messageThatNoThreadCanSendEndsTheConnection() throws Exception {
		Connection connection = this.fixture.open();
		this.fixture.outOfThreads = new InternalError("unable to create native thread");
		connection.send("one");
		assertThat(this.fixture.listener.losses())
			.containsExactly(new ConnectionLoss(Kind.SEND_FAILED, "no thread to send with (InternalError)"));
		assertThat(this.fixture.client.last().session().closed()).containsExactly(CloseStatus.SESSION_NOT_RELIABLE);
	}

	@Test
	void closesASessionWithoutAWordWhenNoThreadCanDoIt() throws Exception {
		Connection connection = this.fixture.open();
		this.fixture.outOfThreads = new InternalError("unable to create native thread");
		connection.close();
		assertThat(this.fixture.client.last().session().closed()).containsExactly(CloseStatus.SESSION_NOT_RELIABLE);
	}

	@Test
	void tellsOfTheEndAlsoWhenClosingFails() throws Exception {
		this.fixture.open();
		this.fixture.outOfThreads = new InternalError("unable to create native thread");
		this.fixture.client.last().session().failWith(new InternalError("Java heap space"));
		this.fixture.client.last()
			.handler()
			.handleTransportError(this.fixture.client.last().session(), new IOException());
		assertThat(this.fixture.listener.losses()).extracting(ConnectionLoss::kind).containsExactly(Kind.CLOSED);
	}

	@Test
	@Timeout(60)
	void nobodyButTheWriterWaitsForABlockedSocket() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			NodeTransport transport = new NodeTransport(TransportFixture.ENDPOINT,
					(endpoint, settings) -> this.fixture.client, TransportFixture.SETTINGS, threads,
					this.fixture.scheduler, this.fixture.scheduler::nanoTime);
			Connection connection = transport.open(this.fixture.listener);
			this.fixture.client.last().succeed();
			FakeWebSocketSession session = this.fixture.client.last().session();
			session.block();
			connection.send("one");
			session.awaitBlockedSend();
			connection.send("two");
			this.fixture.client.last().receive("meanwhile");
			this.fixture.scheduler.advance(TransportFixture.SEND_TIMEOUT.minusNanos(1));
			assertThat(this.fixture.listener.heard()).containsExactly("opened 1", "meanwhile @0");
			this.fixture.scheduler.advance(Duration.ofNanos(1));
			assertThat(this.fixture.listener.losses())
				.containsExactly(new ConnectionLoss(Kind.SEND_FAILED, "a message could not be sent in time"));
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !session.closed().isEmpty());
			threads.shutdown();
			assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
			assertThat(session.sent()).containsExactly("one");
			assertThat(session.closed()).containsExactly(CloseStatus.SESSION_NOT_RELIABLE);
			assertThat(this.fixture.listener.losses()).hasSize(1);
		}
		finally {
			threads.shutdownNow();
		}
	}

}
