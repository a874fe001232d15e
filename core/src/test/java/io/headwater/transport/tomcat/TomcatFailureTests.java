package io.headwater.transport.tomcat;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.concurrent.ExecutionException;

import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import jakarta.websocket.DeploymentException;
import org.apache.tomcat.websocket.AuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The texts are those of Tomcat 11.0; that a client of today throws them is held by
 * {@code ClientHandshakeTests}.
 */
class TomcatFailureTests {

	private static final String REQUEST_FAILED = "The HTTP request to initiate the WebSocket connection to "
			+ "[ws://node.example:8545/v3/SECRETKEY123?key=SECRETKEY123] failed";

	@ParameterizedTest
	@CsvSource({ "401, Failed to handle HTTP response code [401]. Missing [WWW-Authenticate] header in response",
			"401, Failed to handle HTTP response code [401]. Unsupported Authentication scheme [Bearer] returned",
			"403, The HTTP response from the server [403] did not permit the HTTP upgrade to WebSocket",
			"404, The HTTP response from the server [404] did not permit the HTTP upgrade to WebSocket",
			"503, Der Server antwortete mit [503]" })
	void readsTheStatus(int status, String text) {
		assertThat(TomcatFailure.of(new DeploymentException(text))).isEqualTo(new ConnectionLoss(Kind.HANDSHAKE_REFUSED,
				"the upgrade to WebSocket was refused with HTTP status " + status, status, null));
	}

	@Test
	void readsTheStatusOfAChallengeForCredentials() {
		assertThat(TomcatFailure.of(new DeploymentException(REQUEST_FAILED,
				new AuthenticationException("No user name was provided to use for authentication"))))
			.isEqualTo(new ConnectionLoss(Kind.HANDSHAKE_REFUSED,
					"the upgrade to WebSocket was refused with HTTP status 401 (or by a proxy, with 407)", 401, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "The HTTP response from the server [700] did not permit the HTTP upgrade to WebSocket",
			"The HTTP response from the server [4010] did not permit the HTTP upgrade to WebSocket",
			"Invalid HTTP status line\r\n[SECRETKEY123] ERROR forged line" })
	void repeatsNothingElse(String text) {
		assertThat(TomcatFailure.of(new DeploymentException(text))).isEqualTo(
				new ConnectionLoss(Kind.HANDSHAKE_REFUSED, "the upgrade to WebSocket failed (DeploymentException)"));
	}

	@Test
	void tellsOfARedirect() {
		assertThat(TomcatFailure.of(new DeploymentException("Cyclic Location header [ws://evil.example/SECRETKEY123] "
				+ "detected / reached max number of redirects [1] of max [0]")))
			.isEqualTo(new ConnectionLoss(Kind.HANDSHAKE_REFUSED,
					"the node redirects to another address, which is not followed"));
	}

	@Test
	void tellsTheStatusOfAProxyFromThatOfANode() {
		Proxy proxy = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128));
		assertThat(TomcatFailure.of(new DeploymentException(
				"Failed to connect to the configured Proxy [" + proxy + "]. The HTTP response code was [403]")))
			.isEqualTo(new ConnectionLoss(Kind.UNREACHABLE, "the HTTP proxy refused the connection with status 403"));
		assertThat(TomcatFailure.of(new DeploymentException(
				"Failed to handle HTTP response code [407]. Unsupported Authentication scheme")))
			.isEqualTo(new ConnectionLoss(Kind.UNREACHABLE, "the HTTP proxy refused the connection with status 407"));
	}

	@Test
	void leavesOtherCausesToThoseWhoKnowThem() {
		DeploymentException failure = new DeploymentException(REQUEST_FAILED,
				new ExecutionException(new ConnectException("[401]")));
		assertThat(TomcatFailure.of(failure))
			.isEqualTo(new ConnectionLoss(Kind.UNREACHABLE, "the host refused the connection or is not reachable"));
		assertThat(TomcatFailure.of(new IllegalStateException("[401]"))).isEqualTo(
				new ConnectionLoss(Kind.HANDSHAKE_REFUSED, "the upgrade to WebSocket failed (IllegalStateException)"));
	}

}
