package io.headwater.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import io.headwater.transport.ConnectionLoss.Kind;
import jakarta.websocket.DeploymentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The texts are those of Tomcat 11.0.
 */
class HandshakeFailureTests {

	private static final String REQUEST_FAILED = "The HTTP request to initiate the WebSocket connection to "
			+ "[ws://node.example:8545/v3/SECRETKEY123?key=SECRETKEY123] failed";

	private static final String STATUS = "The HTTP response from the server [%s] did not permit the HTTP upgrade to "
			+ "WebSocket";

	static Stream<Arguments> failures() {
		ConnectException refused = new ConnectException("Connection refused: node.example/10.0.0.1:8545");
		return Stream.of(
				Arguments.of(tomcat(new ExecutionException(refused)), Kind.UNREACHABLE,
						"the host refused the connection or is not reachable"),
				Arguments.of(refused, Kind.UNREACHABLE, "the host refused the connection or is not reachable"),
				Arguments.of(new CompletionException(tomcat(refused)), Kind.UNREACHABLE,
						"the host refused the connection or is not reachable"),
				Arguments.of(tomcat(new ExecutionException(new NoRouteToHostException("node.example"))),
						Kind.UNREACHABLE, "the host refused the connection or is not reachable"),
				Arguments.of(new UnresolvedAddressException(), Kind.UNREACHABLE, "the host is unknown"),
				Arguments.of(tomcat(new UnknownHostException("node.example")), Kind.UNREACHABLE, "the host is unknown"),
				Arguments.of(tomcat(new SSLException("(certificate_unknown) SECRETKEY123")), Kind.TLS,
						"the TLS handshake failed (SSLException)"),
				Arguments.of(tomcat(new ExecutionException(new SSLHandshakeException("SECRETKEY123"))), Kind.TLS,
						"the TLS handshake failed (SSLHandshakeException)"),
				Arguments.of(new DeploymentException(STATUS.formatted("401")), Kind.HANDSHAKE_REFUSED,
						"the upgrade to WebSocket failed (HTTP status 401)"),
				Arguments.of(new CompletionException(new DeploymentException(STATUS.formatted("503"))),
						Kind.HANDSHAKE_REFUSED, "the upgrade to WebSocket failed (HTTP status 503)"),
				Arguments.of(new DeploymentException(STATUS.formatted("700")), Kind.HANDSHAKE_REFUSED,
						"the upgrade to WebSocket failed (DeploymentException)"),
				Arguments.of(new DeploymentException(STATUS.formatted("4010")), Kind.HANDSHAKE_REFUSED,
						"the upgrade to WebSocket failed (DeploymentException)"),
				Arguments.of(new DeploymentException("Invalid HTTP status line\r\n[SECRETKEY123] ERROR forged line"),
						Kind.HANDSHAKE_REFUSED, "the upgrade to WebSocket failed (DeploymentException)"),
				Arguments.of(tomcat(new SocketTimeoutException("SECRETKEY123")), Kind.HANDSHAKE_REFUSED,
						"the upgrade to WebSocket failed (DeploymentException)"),
				Arguments.of(new IllegalArgumentException(), Kind.HANDSHAKE_REFUSED,
						"the upgrade to WebSocket failed (IllegalArgumentException)"));
	}

	private static DeploymentException tomcat(Throwable cause) {
		return new DeploymentException(REQUEST_FAILED, cause);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void tellsWhatHappenedInWordsOfOurOwn(Throwable failure, Kind kind, String detail) {
		assertThat(HandshakeFailure.of(failure)).isEqualTo(new ConnectionLoss(kind, detail));
	}

	@Test
	@Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void endsWhereCausesGoRoundInCircles() {
		IOException first = new IOException("first");
		first.initCause(new IOException("second", first));
		assertThat(HandshakeFailure.of(first).detail()).isEqualTo("the upgrade to WebSocket failed (IOException)");
	}

}
