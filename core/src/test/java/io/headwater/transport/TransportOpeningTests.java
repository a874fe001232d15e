package io.headwater.transport;

import java.io.IOException;
import java.time.Duration;

import io.headwater.testing.FailureMode;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import jakarta.websocket.DeploymentException;
import org.junit.jupiter.api.Test;

import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a transport opens a connection, and what ends an attempt at one.
 */
class TransportOpeningTests {

	private final TransportFixture fixture = new TransportFixture();

	@Test
	void opensOneConnectionWithTheHeadersOfTheNode() throws Exception {
		this.fixture.transport.open(this.fixture.listener);
		assertThat(this.fixture.client.attempts()).hasSize(1);
		assertThat(this.fixture.client.last().uri()).isEqualTo(TransportFixture.ENDPOINT.uri());
		assertThat(this.fixture.client.last().headers()).isNotNull();
		assertThat(this.fixture.client.last().headers().toSingleValueMap())
			.isEqualTo(TransportFixture.ENDPOINT.headers());
		assertThat(this.fixture.listener.heard()).isEmpty();
		this.fixture.client.last().succeed();
		assertThat(this.fixture.listener.heard()).containsExactly("opened 1");
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	@Test
	void makesItsClientOnce() {
		NodeTransport transport = new NodeTransport(TransportFixture.ENDPOINT, (endpoint, settings) -> {
			assertThat(endpoint).isSameAs(TransportFixture.ENDPOINT);
			assertThat(settings).isSameAs(TransportFixture.SETTINGS);
			this.fixture.writer.add(() -> {
			});
			return this.fixture.client;
		}, TransportFixture.SETTINGS, this.fixture.writer::add, this.fixture.scheduler,
				this.fixture.scheduler::nanoTime);
		transport.open(this.fixture.listener);
		transport.open(this.fixture.listener);
		assertThat(this.fixture.writer).hasSize(1);
		assertThat(transport.endpoint()).isSameAs(TransportFixture.ENDPOINT);
	}

	@Test
	void eachConnectionIsANewGeneration() throws Exception {
		assertThat(this.fixture.transport.open(this.fixture.listener).generation()).isEqualTo(1);
		assertThat(this.fixture.transport.open(this.fixture.listener).generation()).isEqualTo(2);
		this.fixture.client.last().succeed();
		assertThat(this.fixture.listener.heard()).containsExactly("opened 2");
	}

	@Test
	void asksForParts() {
		this.fixture.transport.open(this.fixture.listener);
		assertThat(this.fixture.client.last().handler().supportsPartialMessages()).isTrue();
	}

	@Test
	@FailureMode(29)
	void attemptEndsAtItsDeadline() {
		this.fixture.transport.open(this.fixture.listener);
		this.fixture.scheduler.advance(TransportFixture.CONNECT_TIMEOUT.minusNanos(1));
		assertThat(this.fixture.listener.heard()).isEmpty();
		this.fixture.scheduler.advance(Duration.ofNanos(1));
		assertThat(this.fixture.listener.losses())
			.containsExactly(new ConnectionLoss(Kind.CONNECT_TIMEOUT, "not open within 10000 ms"));
	}

	@Test
	void lateSuccessIsClosedAndNotTold() throws Exception {
		this.fixture.transport.open(this.fixture.listener);
		this.fixture.scheduler.advance(TransportFixture.CONNECT_TIMEOUT);
		this.fixture.client.last().succeed();
		this.fixture.runWriter();
		assertThat(this.fixture.client.last().session().closed()).containsExactly(CloseStatus.GOING_AWAY);
		this.fixture.client.last().receive("late");
		this.fixture.client.last()
			.handler()
			.afterConnectionClosed(this.fixture.client.last().session(), CloseStatus.GOING_AWAY);
		assertThat(this.fixture.listener.heard()).containsExactly("lost CONNECT_TIMEOUT");
	}

	@Test
	void lateFailureIsNotTold() {
		this.fixture.transport.open(this.fixture.listener);
		this.fixture.scheduler.advance(TransportFixture.CONNECT_TIMEOUT);
		this.fixture.client.last().fail(new IOException());
		assertThat(this.fixture.listener.heard()).containsExactly("lost CONNECT_TIMEOUT");
	}

	@Test
	void successAfterCloseIsClosedAndNotTold() throws Exception {
		this.fixture.transport.open(this.fixture.listener).close();
		assertThat(this.fixture.scheduler.pending()).isZero();
		this.fixture.client.last().succeed();
		assertThat(this.fixture.client.last().session().closed()).containsExactly(CloseStatus.GOING_AWAY);
		assertThat(this.fixture.listener.heard()).isEmpty();
	}

	@Test
	void failedHandshakeIsToldOnceAndWithoutSecrets() {
		this.fixture.transport.open(this.fixture.listener);
		this.fixture.client.last()
			.fail(new DeploymentException("The HTTP request to initiate the WebSocket connection to ["
					+ TransportFixture.ENDPOINT.uri() + "] failed"));
		assertThat(this.fixture.listener.losses()).containsExactly(
				new ConnectionLoss(Kind.HANDSHAKE_REFUSED, "the upgrade to WebSocket failed (DeploymentException)"));
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

	/** No client should, but some tell of an end before they tell of a beginning. */
	@Test
	void endThatIsToldBeforeTheBeginningIsAnEnd() throws Exception {
		this.fixture.transport.open(this.fixture.listener);
		this.fixture.client.last()
			.handler()
			.afterConnectionClosed(this.fixture.client.last().session(), CloseStatus.SERVER_ERROR);
		assertThat(this.fixture.listener.losses()).extracting(ConnectionLoss::kind).containsExactly(Kind.CLOSED);
	}

	@Test
	void clientThatThrowsIsAFailedHandshake() {
		this.fixture.client.refuse(new IllegalStateException(TransportFixture.ENDPOINT.uri().toString()));
		this.fixture.transport.open(this.fixture.listener);
		assertThat(this.fixture.listener.losses()).containsExactly(
				new ConnectionLoss(Kind.HANDSHAKE_REFUSED, "the upgrade to WebSocket failed (IllegalStateException)"));
		assertThat(this.fixture.scheduler.pending()).isZero();
	}

}
