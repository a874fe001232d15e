package io.headwater.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import io.headwater.websocket.HandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class HandshakeFailureTests {

	private static final String UNREACHABLE = "the host refused the connection or is not reachable";

	static Stream<Arguments> failures() {
		ConnectException refused = new ConnectException("Connection refused: node.example/10.0.0.1:8545");
		return Stream.of(Arguments.of(wrapped(refused), Kind.UNREACHABLE, UNREACHABLE),
				Arguments.of(refused, Kind.UNREACHABLE, UNREACHABLE),
				Arguments.of(new NoRouteToHostException("node.example"), Kind.UNREACHABLE, UNREACHABLE),
				Arguments.of(new UnresolvedAddressException(), Kind.UNREACHABLE, "the host is unknown"),
				Arguments.of(wrapped(new UnknownHostException("node.example")), Kind.UNREACHABLE,
						"the host is unknown"),
				Arguments.of(wrapped(new SSLException("(certificate_unknown) SECRETKEY123")), Kind.TLS,
						"the TLS handshake failed: SSLException"),
				Arguments.of(new SSLHandshakeException("SECRETKEY123"), Kind.TLS,
						"the TLS handshake failed: SSLHandshakeException"),
				Arguments.of(wrapped(new SocketTimeoutException("SECRETKEY123")), Kind.CONNECT_TIMEOUT,
						"no answer in time"),
				Arguments.of(wrapped(new TimeoutException("SECRETKEY123")), Kind.CONNECT_TIMEOUT, "no answer in time"),
				Arguments.of(wrapped(new EOFException("SECRETKEY123")), Kind.CLOSED,
						"the connection broke before the upgrade (EOFException)"),
				Arguments.of(wrapped(new IOException("Connection reset by SECRETKEY123")), Kind.CLOSED,
						"the connection broke before the upgrade (IOException)"),
				Arguments.of(new IllegalArgumentException("SECRETKEY123"), Kind.HANDSHAKE_REFUSED,
						"the upgrade to WebSocket failed (IllegalArgumentException)"));
	}

	private static Throwable wrapped(Throwable cause) {
		return new CompletionException("SECRETKEY123", new ExecutionException("SECRETKEY123", cause));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void tellsWhatHappenedInWordsOfOurOwn(Throwable failure, Kind kind, String detail) {
		assertThat(HandshakeFailure.of(failure)).isEqualTo(new ConnectionLoss(kind, detail));
	}

	@Test
	void aFailureThatCannotBeReadIsAFailureAllTheSame() {
		assertThat(HandshakeFailure.of(new UnreadableException()).detail())
			.isEqualTo("the upgrade to WebSocket failed (UnreadableException)");
	}

	@Test
	void believesAClientThatTellsMore() {
		ConnectionLoss loss = new ConnectionLoss(Kind.HANDSHAKE_REFUSED, "too many", 429, Duration.ofSeconds(7));
		HandshakeException failure = new HandshakeException(loss);
		assertThat(HandshakeFailure.of(wrapped(failure))).isSameAs(loss);
		assertThat(failure).hasMessage("too many").hasNoCause();
	}

	@Test
	@Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void endsWhereCausesGoRoundInCircles() {
		RuntimeException first = new RuntimeException("first");
		first.initCause(new RuntimeException("second", first));
		assertThat(HandshakeFailure.of(first).detail()).isEqualTo("the upgrade to WebSocket failed (RuntimeException)");
		SSLException tls = new SSLException("first");
		tls.initCause(new RuntimeException("second", tls));
		assertThat(HandshakeFailure.of(tls).detail()).isEqualTo("the TLS handshake failed: SSLException");
	}

	private static final class UnreadableException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@Override
		public synchronized Throwable getCause() {
			throw new IllegalStateException("expected by a test");
		}

	}

}
