package io.headwater.transport;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

import io.headwater.testing.FakeWebSocketClient;
import io.headwater.testing.VirtualScheduler;
import io.headwater.transport.TransportSettings.KeepAlive;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.junit.jupiter.api.Test;

import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection whose node is dead, or never ends a message, ends.
 */
class KeepAliveTests {

	private static final Duration INTERVAL = Duration.ofSeconds(15);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration PARTIAL = Duration.ofSeconds(30);

	private final FakeWebSocketClient client = new FakeWebSocketClient();

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final RecordingListener listener = new RecordingListener();

	private final Queue<Runnable> writer = new ArrayDeque<>();

	private final NodeTransport transport = new NodeTransport(
			new NodeEndpoint(URI.create("ws://node.example"), Map.of()), (endpoint, settings) -> this.client,
			new TransportSettings(Duration.ofSeconds(10), Duration.ofSeconds(10), 1000, 2,
					new KeepAlive(INTERVAL, TIMEOUT, PARTIAL)),
			this.writer::add, this.scheduler, this.scheduler::nanoTime);

	@Test
	void pingsAQuietNodeOnTheWriter() throws Exception {
		open();
		this.scheduler.advance(INTERVAL);
		assertThat(this.client.last().session().sent()).isEmpty();
		runWriter();
		assertThat(this.client.last().session().sent()).containsExactly("ping");
		this.client.last().pong();
		this.scheduler.advance(INTERVAL.minusNanos(1));
		runWriter();
		assertThat(this.client.last().session().sent()).hasSize(1);
		assertThat(this.listener.heard()).containsExactly("opened 1");
	}

	@Test
	void partsOfMessagesAreFramesToo() throws Exception {
		open();
		for (int second = 0; second < 20; second++) {
			this.client.last().receive("part", second % 3 == 0);
			this.scheduler.advance(Duration.ofSeconds(1));
		}
		assertThat(this.writer).isEmpty();
	}

	@Test
	void endsASilentConnectionAndWaitsForNoAnswerToThat() throws Exception {
		open();
		this.scheduler.advance(INTERVAL.plus(TIMEOUT));
		assertThat(this.listener.losses()).extracting(ConnectionLoss::kind).containsExactly(Kind.SILENT);
		runWriter();
		assertThat(this.client.last().session().closed()).containsExactly(CloseStatus.SESSION_NOT_RELIABLE);
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void endsAConnectionWhoseMessageNeverEnds() throws Exception {
		open();
		for (int second = 0; second < 31; second++) {
			this.client.last().receive("", false);
			this.scheduler.advance(Duration.ofSeconds(1));
		}
		assertThat(this.listener.losses()).containsExactly(new ConnectionLoss(Kind.PROTOCOL,
				"the node broke the protocol: a message was begun but not ended in time"));
		runWriter();
		assertThat(this.client.last().session().closed()).containsExactly(CloseStatus.PROTOCOL_ERROR);
	}

	@Test
	void pingThatCannotBeSentDoesNotHoldUpTheWatch() throws Exception {
		open();
		this.scheduler.advance(INTERVAL.plus(TIMEOUT));
		assertThat(this.writer).isNotEmpty();
		assertThat(this.client.last().session().sent()).isEmpty();
		assertThat(this.listener.losses()).extracting(ConnectionLoss::kind).containsExactly(Kind.SILENT);
	}

	@Test
	void pingThatFailsEndsTheConnection() throws Exception {
		open();
		this.client.last().session().failWith(new IllegalStateException("SECRETKEY123"));
		this.scheduler.advance(INTERVAL);
		runWriter();
		assertThat(this.listener.losses())
			.containsExactly(new ConnectionLoss(Kind.SEND_FAILED, "a ping could not be sent (IllegalStateException)"));
	}

	@Test
	void isNotWatchedAnyMoreOnceClosed() throws Exception {
		open().close();
		runWriter();
		assertThat(this.scheduler.pending()).isZero();
		open();
		this.client.last().handler().afterConnectionClosed(this.client.last().session(), CloseStatus.NORMAL);
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void tellsHowLongAgoTheLastFrameCame() throws Exception {
		assertThat(this.transport.sinceLastFrame()).isNull();
		this.scheduler.advance(Duration.ofSeconds(1));
		Connection connection = this.transport.open(this.listener);
		assertThat(this.transport.sinceLastFrame()).isNull();
		this.client.last().succeed();
		this.scheduler.advance(Duration.ofSeconds(2));
		assertThat(connection.sinceLastFrame()).isEqualTo(this.transport.sinceLastFrame())
			.isEqualTo(Duration.ofSeconds(2));
		this.client.last().receive("part", false);
		assertThat(connection.sinceLastFrame()).isZero();
		this.scheduler.advance(Duration.ofSeconds(3));
		this.client.last().pong();
		this.scheduler.advance(Duration.ofSeconds(4));
		assertThat(connection.sinceLastFrame()).isEqualTo(Duration.ofSeconds(4));
	}

	/** The outage is part of it: who looks wants to know when the node was last heard. */
	@Test
	void goesOnTellingWhileTheNodeIsAway() throws Exception {
		open().close();
		this.scheduler.advance(Duration.ofSeconds(5));
		this.transport.open(this.listener);
		this.client.last().receive("not open yet");
		assertThat(this.transport.sinceLastFrame()).isEqualTo(Duration.ofSeconds(5));
		this.client.last().succeed();
		assertThat(this.transport.sinceLastFrame()).isZero();
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
