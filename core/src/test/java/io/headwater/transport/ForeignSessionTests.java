package io.headwater.transport;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.headwater.testing.FakeWebSocketClient;
import io.headwater.testing.FakeWebSocketClient.Attempt;
import io.headwater.testing.FakeWebSocketSession;
import io.headwater.testing.VirtualScheduler;
import io.headwater.transport.TransportSettings.KeepAlive;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import io.headwater.websocket.WatchfulSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.handler.WebSocketSessionDecorator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a session of any client is made to do by us, under virtual time.
 */
class ForeignSessionTests {

	private static final Duration INTERVAL = Duration.ofSeconds(15);

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration PARTIAL = Duration.ofSeconds(30);

	private static final Duration NANO = Duration.ofNanos(1);

	private final VirtualScheduler scheduler = new VirtualScheduler();

	private final FakeWebSocketClient client = new FakeWebSocketClient();

	private final RecordingListener listener = new RecordingListener();

	private final List<String> pings = new ArrayList<>();

	private Duration stoodStill = Duration.ZERO;

	private boolean outOfThreads;

	private Connection connection = open(INTERVAL);

	@BeforeEach
	void begin() throws Exception {
		this.client.last()
			.session()
			.onSend((message) -> this.pings.add("at " + Duration.ofNanos(now()).toSeconds() + " s"));
		this.client.last().succeed();
	}

	private Connection open(Duration interval) {
		return new NodeTransport(new NodeEndpoint(URI.create("ws://node.example"), Map.of()),
				(endpoint, settings) -> this.client,
				new TransportSettings(Duration.ofSeconds(10), Duration.ofMinutes(1), 1000, 2,
						new KeepAlive(interval, TIMEOUT, PARTIAL)),
				this::write, this.scheduler, this::now)
			.open(this.listener);
	}

	private void write(Runnable task) {
		if (this.outOfThreads) {
			throw new InternalError("unable to create native thread");
		}
		task.run();
	}

	@Test
	void pingThatNoThreadCanSendEndsTheConnection() {
		this.outOfThreads = true;
		advance(INTERVAL);
		assertThat(losses())
			.containsExactly(new ConnectionLoss(Kind.SEND_FAILED, "a ping could not be sent (InternalError)"));
	}

	@Test
	void pingThatFailsWithAnErrorEndsTheConnection() {
		this.client.last().session().failWith(new InternalError("Java heap space"));
		advance(INTERVAL);
		assertThat(losses())
			.containsExactly(new ConnectionLoss(Kind.SEND_FAILED, "a ping could not be sent (InternalError)"));
	}

	@Test
	void pingsANodeThatHasSentNothingForTheInterval() throws Exception {
		advance(INTERVAL.minus(NANO));
		assertThat(this.pings).isEmpty();
		advance(NANO);
		assertThat(this.pings).containsExactly("at 15 s");
		assertThat(losses()).isEmpty();
	}

	@Test
	void doesNotPingANodeThatSends() throws Exception {
		for (int second = 0; second < 300; second++) {
			advance(Duration.ofSeconds(1));
			frame();
		}
		assertThat(this.pings).isEmpty();
		advance(INTERVAL.minusSeconds(1));
		assertThat(this.pings).isEmpty();
		advance(Duration.ofSeconds(1));
		assertThat(this.pings).containsExactly("at 315 s");
	}

	@Test
	void nodeThatAnswersPingsLivesOn() throws Exception {
		for (int round = 0; round < 5; round++) {
			advance(INTERVAL);
			frame();
		}
		assertThat(this.pings).containsExactly("at 15 s", "at 30 s", "at 45 s", "at 60 s", "at 75 s");
		assertThat(losses()).isEmpty();
	}

	@Test
	void countsTheIntervalFromTheAnswer() throws Exception {
		advance(INTERVAL);
		advance(Duration.ofSeconds(9));
		frame();
		advance(INTERVAL.minus(NANO));
		assertThat(this.pings).hasSize(1);
		advance(NANO);
		assertThat(this.pings).containsExactly("at 15 s", "at 39 s");
	}

	@Test
	void nodeThatSendsNothingAfterAPingIsDead() throws Exception {
		advance(INTERVAL.plus(TIMEOUT).minus(NANO));
		assertThat(losses()).isEmpty();
		advance(NANO);
		assertThat(losses()).containsExactly(new ConnectionLoss(Kind.SILENT, "nothing came for 10000 ms after a ping"));
		advance(Duration.ofHours(1));
		assertThat(losses()).hasSize(1);
		assertThat(this.pings).hasSize(1);
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void deadSocketIsFoundWithinThirtySecondsOfTheLastFrame() throws Exception {
		for (int offset = 0; offset < 15; offset++) {
			ForeignSessionTests fresh = new ForeignSessionTests();
			fresh.begin();
			fresh.advance(Duration.ofSeconds(offset));
			fresh.frame();
			fresh.advance(Duration.ofSeconds(30));
			assertThat(fresh.losses()).hasSize(1);
		}
	}

	@Test
	void hasOneDeadlineAtATime() throws Exception {
		for (int round = 0; round < 100; round++) {
			assertThat(this.scheduler.pending()).isOne();
			frame();
			part();
			this.client.last().receive("");
			advance(Duration.ofSeconds(1));
		}
	}

	@Test
	void messageThatIsNotEndedInTimeEndsTheConnectionThoughFramesKeepComing() throws Exception {
		drip(PARTIAL.minus(NANO));
		assertThat(losses()).isEmpty();
		drip(NANO);
		assertThat(losses()).containsExactly(new ConnectionLoss(Kind.PROTOCOL,
				"the node broke the protocol: a message was begun but not ended in time"));
		assertThat(this.pings).isEmpty();
		assertThat(this.scheduler.pending()).isZero();
	}

	@Test
	void eachMessageHasItsOwnTime() throws Exception {
		for (int round = 0; round < 10; round++) {
			drip(Duration.ofSeconds(29));
			frame();
			this.client.last().receive("");
		}
		assertThat(losses()).isEmpty();
	}

	/** The deadline comes sooner than anything that is scheduled already. */
	@Test
	void findsAnUnfinishedMessageInTimeWhenPingsAreRare() throws Exception {
		this.connection.close();
		this.connection = open(Duration.ofMinutes(5));
		begin();
		advance(Duration.ofSeconds(1));
		frame();
		part();
		advance(PARTIAL.minus(NANO));
		assertThat(losses()).isEmpty();
		advance(NANO);
		assertThat(losses()).extracting(ConnectionLoss::kind).containsExactly(Kind.PROTOCOL);
	}

	@Test
	void silenceWithinAMessageIsSilence() throws Exception {
		frame();
		part();
		advance(INTERVAL.plus(TIMEOUT));
		assertThat(losses()).extracting(ConnectionLoss::kind).containsExactly(Kind.SILENT);
	}

	/** Such as one in a machine that was suspended: what came meanwhile was not read. */
	@Test
	void processThatStoodStillDoesNotBlameTheNode() throws Exception {
		advance(INTERVAL);
		frame();
		part();
		advance(INTERVAL);
		assertThat(this.pings).hasSize(2);
		this.stoodStill = Duration.ofMinutes(10);
		advance(TIMEOUT);
		assertThat(losses()).isEmpty();
		advance(TIMEOUT.minus(NANO));
		assertThat(losses()).isEmpty();
		advance(NANO);
		assertThat(losses()).extracting(ConnectionLoss::kind).containsExactly(Kind.SILENT);
	}

	@Test
	void doesNothingOnceClosed() throws Exception {
		this.connection.close();
		assertThat(this.scheduler.pending()).isZero();
		part();
		assertThat(this.scheduler.pending()).isZero();
		advance(Duration.ofHours(1));
		assertThat(this.pings).isEmpty();
		assertThat(losses()).isEmpty();
	}

	@Test
	void sendsOneAtATimeAndPingsWhenTheMessageHasLeft() throws Exception {
		FakeWebSocketSession session = this.client.last().session();
		List<String> meanwhile = new ArrayList<>();
		session.onSend((message) -> {
			if (message.equals("message")) {
				advance(INTERVAL);
				meanwhile.addAll(session.sent());
			}
		});
		this.connection.send("message");
		assertThat(meanwhile).containsExactly("message");
		assertThat(session.sent()).containsExactly("message", "ping");
	}

	/** Such as our own client in somebody's decorator. */
	@Test
	void clientWhoseSessionsNeedNoAdaptingIsPassedOn() throws Exception {
		List<Object> seen = new ArrayList<>();
		WebSocketHandler handler = ForeignSession.adapting(new AbstractWebSocketHandler() {

			@Override
			public void afterConnectionEstablished(WebSocketSession session) {
				seen.add(session);
			}

			@Override
			public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) {
				seen.add(message);
			}

			@Override
			public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
				seen.add(status);
			}

		}, new TransportSettings(TIMEOUT, TIMEOUT, 10, 2), Runnable::run, this.scheduler, this::now);
		WatchfulSession session = new Watchful();
		TextMessage message = new TextMessage("longer than the cap");
		handler.afterConnectionEstablished(session);
		handler.handleMessage(session, message);
		handler.afterConnectionClosed(session, CloseStatus.NORMAL);
		assertThat(seen).containsExactly(session, message, CloseStatus.NORMAL);
	}

	@Test
	void keepsNothingOfAMessageOnceItHasEnded() throws Exception {
		Attempt attempt = this.client.last();
		attempt.receive("part", false);
		this.connection.close();
		attempt.receive("rest");
		assertThat(this.listener.heard()).containsExactly("opened 1");
		assertThat(this.scheduler.pending()).isZero();
	}

	private void drip(Duration duration) throws Exception {
		Duration left = duration;
		while (!left.isZero()) {
			frame();
			part();
			Duration step = (left.compareTo(Duration.ofSeconds(1)) > 0) ? Duration.ofSeconds(1) : left;
			advance(step);
			left = left.minus(step);
		}
	}

	private void frame() throws Exception {
		this.client.last().pong();
	}

	private void part() throws Exception {
		this.client.last().receive("", false);
	}

	private List<ConnectionLoss> losses() {
		return this.listener.losses();
	}

	private long now() {
		return this.scheduler.nanoTime() + this.stoodStill.toNanos();
	}

	private void advance(Duration duration) {
		this.scheduler.advance(duration);
	}

	private static final class Watchful extends WebSocketSessionDecorator implements WatchfulSession {

		Watchful() {
			super(new FakeWebSocketSession());
		}

		@Override
		public void watch(Duration patience, SilenceListener listener) {
		}

		@Override
		public void ping() {
		}

		@Override
		public @Nullable CloseStatus verdict() {
			return null;
		}

	}

}
