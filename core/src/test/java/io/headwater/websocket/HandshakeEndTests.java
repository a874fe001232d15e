package io.headwater.websocket;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.headwater.transport.HandshakeFailure;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How an attempt ends that gets no answer: by its deadline, its caller or the network.
 */
@Timeout(60)
class HandshakeEndTests {

	@AutoClose
	private final HandshakeFixture handshake;

	private final ClientFixture client;

	HandshakeEndTests() throws IOException {
		this.handshake = new HandshakeFixture();
		this.client = this.handshake.client;
	}

	@Test
	void nodeThatEndsTheConnectionBeforeItsAnswer() throws Exception {
		this.handshake.answer("HTTP/1.1 101 Swit").close();
		assertThat(this.handshake.failure()).isInstanceOf(EOFException.class)
			.hasMessage("the connection ended before the answer did");
		this.handshake.assertNothingIsLeft();
	}

	@Test
	void nodeThatDoesNotAnswerTheUpgradeIsGivenUp() throws Exception {
		this.handshake.opened = this.client.execute();
		this.client.server().accept().readRequest();
		this.client.scheduler().advance(ClientFixture.CONNECT_TIMEOUT);
		assertThat(this.handshake.failure()).isInstanceOf(SocketTimeoutException.class);
		this.handshake.assertNothingIsLeft();
	}

	@Test
	void drippedAnswerIsCutOffAtTheDeadline() throws Exception {
		this.handshake.opened = this.client.execute();
		RawPeer peer = this.client.server().accept().readRequest();
		for (char next : "HTTP/1.1 ".toCharArray()) {
			peer.send(String.valueOf(next));
			this.client.scheduler().advance(Duration.ofSeconds(1));
		}
		assertThat(this.handshake.opened).isNotDone();
		this.client.scheduler().advance(Duration.ofSeconds(1));
		assertThat(this.handshake.failure()).isInstanceOf(SocketTimeoutException.class)
			.hasMessage("not open within 10000 ms");
		assertThat(peer.isEnded()).isTrue();
		this.handshake.assertNothingIsLeft();
	}

	@Test
	void deadlineIncludesTheLookUpOfTheName() throws Exception {
		CountDownLatch found = new CountDownLatch(1);
		this.client.resolver((host) -> {
			try {
				assertThat(found.await(30, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new UnknownHostException("interrupted");
			}
			return new InetAddress[] { InetAddress.getByName("127.0.0.1") };
		});
		this.handshake.opened = this.client.execute();
		this.client.scheduler().advance(ClientFixture.CONNECT_TIMEOUT);
		// The look-up cannot be interrupted, so something of the attempt is left.
		assertThat(this.handshake.opened).isNotDone();
		found.countDown();
		assertThat(this.handshake.failure()).isInstanceOf(SocketTimeoutException.class);
		this.handshake.assertNothingIsLeft();
	}

	@Test
	void triesAllAddresses() throws Exception {
		this.client.resolver((host) -> {
			assertThat(host).isEqualTo("node.example");
			return new InetAddress[] { InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1") };
		});
		this.client.execute(this.client.server().url("ws", "node.example"));
		RawPeer peer = this.client.server().accept().upgrade();
		assertThat(peer.headers()).containsEntry("Host", "node.example:" + this.client.server().port());
		assertThat(this.client.session().isOpen()).isTrue();
	}

	@Test
	void tellsWhyNoAddressAnswered() throws Exception {
		this.client.resolver(
				(host) -> new InetAddress[] { InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.3") });
		this.handshake.opened = this.client.execute();
		assertThat(this.handshake.failure()).isInstanceOf(ConnectException.class)
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasOnlyElementsOfType(ConnectException.class).hasSize(1));
		this.handshake.assertNothingIsLeft();
	}

	@Test
	void unknownHost() throws Exception {
		this.client.resolver((host) -> {
			throw new UnknownHostException(host);
		});
		this.handshake.opened = this.client.execute();
		assertThat(this.handshake.failure()).isInstanceOf(UnknownHostException.class);
	}

	@Test
	void cancellingTheFutureEndsTheAttempt() throws Exception {
		this.handshake.opened = this.client.execute();
		RawPeer peer = this.client.server().accept().readRequest();
		assertThat(this.handshake.opened.cancel(true)).isTrue();
		assertThat(peer.isEnded()).isTrue();
		this.handshake.assertNothingIsLeft();
	}

	@Test
	void attemptCanBeAbandoned() throws Exception {
		this.handshake.opened = this.client.execute();
		RawPeer peer = this.client.server().accept().readRequest();
		((ConnectAttempt) this.handshake.opened).abandon();
		assertThat(this.handshake.failure()).isInstanceOf(IOException.class).hasMessage("the attempt was given up");
		assertThat(peer.isEnded()).isTrue();
		this.handshake.assertNothingIsLeft();
	}

	@Test
	void sessionOutlivesAnAttemptThatIsAbandonedTooLate() throws Exception {
		this.handshake.opened = this.client.execute();
		RawPeer peer = this.client.server().accept().upgrade();
		WebSocketSession session = this.client.session();
		((ConnectAttempt) this.handshake.opened).abandon();
		session.sendMessage(new TextMessage("still here"));
		assertThat(peer.read()).isEqualTo("text:still here");
	}

	@Test
	void failureToMakeATlsContextIsTold() throws Exception {
		this.handshake.opened = this.client.execute(this.client.server().url("wss", "127.0.0.1"));
		assertThat(HandshakeFailure.of(this.handshake.failure()))
			.isEqualTo(new ConnectionLoss(Kind.TLS, "no TLS context could be made (IllegalStateException)"));
		this.handshake.assertNothingIsLeft();
	}

}
