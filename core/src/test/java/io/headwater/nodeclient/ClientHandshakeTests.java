package io.headwater.nodeclient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import io.headwater.test.ChaosNode;
import io.headwater.test.Fault;
import io.headwater.test.Faults;
import io.headwater.test.HandshakeFaults;
import io.headwater.test.Moment;
import io.headwater.test.SimulatedChain;
import io.headwater.testing.EachClient;
import io.headwater.testing.FailureMode;
import io.headwater.testing.OwnClientOnly;
import io.headwater.testing.TestConnection;
import io.headwater.transport.NodeEndpoint;
import io.headwater.websocket.ConnectionLoss;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handshakes: what a client asks for, and what it tells of the answer.
 */
@EachClient
class ClientHandshakeTests {

	private static final Duration SHORT = Duration.ofMillis(500);

	@AutoClose
	private final ChaosNode chaos = ChaosNode.serving(new SimulatedChain(1337));

	@Test
	void offersNothingButTheWebSocket() {
		try (TestConnection connection = TestConnection.to(this.chaos.node().url("/v3/key?a=b%20c"))) {
			connection.awaitOpen();
			assertThat(this.chaos.node().handshakes()).singleElement().satisfies((handshake) -> {
				assertThat(handshake.target()).isEqualTo("/v3/key?a=b%20c");
				assertThat(handshake.headers()).containsEntry("X-Name", "value")
					.containsEntry("Sec-WebSocket-Version", "13")
					.doesNotContainKeys("Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol", "Origin");
			});
		}
	}

	@Test
	void sendsAndReceives() {
		try (TestConnection connection = TestConnection.to(this.chaos.url())) {
			connection.awaitOpen().send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\"}");
			assertThat(connection.awaitMessage().length()).isPositive();
		}
		this.chaos.awaitSockets(0, TestConnection.TIMEOUT);
	}

	@FailureMode({ 17, 18 })
	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 403, 404, 429, 500, 502, 503 })
	@OwnClientOnly
	void tellsTheStatus(int status) {
		this.chaos.always(Moment.HANDSHAKE, HandshakeFaults.status(status, "Retry-After: 7"));
		assertThat(TestConnection.lossOf(this.chaos.url())).isEqualTo(new ConnectionLoss(Kind.HANDSHAKE_REFUSED,
				"the upgrade to WebSocket was refused with HTTP status " + status, status, Duration.ofSeconds(7)));
	}

	@FailureMode(17)
	@ParameterizedTest
	@ValueSource(strings = { "Bearer realm=\"SECRETKEY\"", "Basic realm=\"SECRETKEY\"", "Digest realm=\"SECRETKEY\"" })
	@OwnClientOnly
	void tellsTheStatusOfAChallenge(String challenge) {
		this.chaos.always(Moment.HANDSHAKE, HandshakeFaults.status(401, "WWW-Authenticate: " + challenge));
		ConnectionLoss loss = TestConnection.lossOf(this.chaos.url());
		assertThat(loss.httpStatus()).isEqualTo(401);
		assertThat(loss.detail()).isEqualTo("the upgrade to WebSocket was refused with HTTP status 401");
	}

	@Test
	@FailureMode(37)
	@OwnClientOnly
	void followsNoRedirect() {
		try (ChaosNode other = ChaosNode.serving(new SimulatedChain(1337))) {
			this.chaos.always(Moment.HANDSHAKE, HandshakeFaults.redirect(other.url()));
			ConnectionLoss loss = TestConnection.lossOf(this.chaos.url());
			assertThat(loss.kind()).isEqualTo(Kind.HANDSHAKE_REFUSED);
			assertThat(loss.detail()).endsWith("the node redirects to another address, which is not followed");
			assertThat(other.node().handshakes()).isEmpty();
		}
	}

	static Stream<Arguments> answersThatBreakTheProtocol() {
		return Stream.of(Arguments.of(HandshakeFaults.withoutAccept(), "does not prove that our request was read"),
				Arguments.of(HandshakeFaults.wrongAccept(), "does not prove that our request was read"),
				Arguments.of(HandshakeFaults.withoutUpgrade(), "upgrades to no WebSocket"),
				Arguments.of(HandshakeFaults.withHeader("Upgrade: h2c"), "upgrades to no WebSocket"),
				Arguments.of(HandshakeFaults.withHeader("Sec-WebSocket-Extensions: permessage-deflate"),
						"has an extension that was not offered"),
				Arguments.of(HandshakeFaults.withHeader("Sec-WebSocket-Protocol: other"),
						"has a sub-protocol that was not offered"));
	}

	@FailureMode({ 34, 35 })
	@ParameterizedTest
	@MethodSource("answersThatBreakTheProtocol")
	@OwnClientOnly
	void checksTheAnswerBeforeAnythingIsRead(Fault answer, String fault) {
		this.chaos.always(Moment.HANDSHAKE, answer.then(Faults.text("{}")));
		try (TestConnection connection = TestConnection.to(this.chaos.url())) {
			assertThat(connection.awaitLoss())
				.isEqualTo(new ConnectionLoss(Kind.PROTOCOL, "the node's answer to the handshake " + fault));
			assertThat(connection.heardNothing()).isTrue();
			this.chaos.awaitSockets(0, TestConnection.TIMEOUT);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "SECRETKEY forged", "HTTP/1.1 abc\u001b[31m", "HTTP/2 403 no" })
	void repeatsNoStatusLine(String line) {
		this.chaos.always(Moment.HANDSHAKE, HandshakeFaults.statusLine(line));
		ConnectionLoss loss = TestConnection.lossOf(this.chaos.url());
		if (TestConnection.isOwn()) {
			assertThat(loss.kind()).isEqualTo(Kind.PROTOCOL);
			assertThat(loss.detail())
				.matches("the node's answer to the handshake (is not HTTP/1.1|has a control character)");
		}
		else {
			assertThat(loss).isEqualTo(new ConnectionLoss(Kind.HANDSHAKE_REFUSED,
					"the upgrade to WebSocket failed (DeploymentException)"));
		}
	}

	@Test
	void readsNoHeadersWithoutEnd() {
		this.chaos.always(Moment.HANDSHAKE, HandshakeFaults.endlessHeaders());
		assertThat(TestConnection.lossOf(this.chaos.url()).kind())
			.isEqualTo(TestConnection.isOwn() ? Kind.PROTOCOL : Kind.HANDSHAKE_REFUSED);
		this.chaos.awaitSockets(0, TestConnection.TIMEOUT);
	}

	@Test
	void nodeMayEndTheHandshakeWithoutAWord() {
		this.chaos.always(Moment.HANDSHAKE, Faults.end());
		assertThat(TestConnection.lossOf(this.chaos.url()))
			.isEqualTo(new ConnectionLoss(Kind.CLOSED, "the connection broke before the upgrade (EOFException)"));
		this.chaos.always(Moment.HANDSHAKE, Faults.reset());
		assertThat(TestConnection.lossOf(this.chaos.url()).kind()).isEqualTo(Kind.CLOSED);
	}

	@Test
	@FailureMode(29)
	@OwnClientOnly
	void drippedHandshakeIsGivenUpAtTheDeadline() {
		this.chaos.always(Moment.HANDSHAKE, Faults.drip(Duration.ofMillis(100)));
		assertGivenUp(this.chaos.url());
	}

	@Test
	@FailureMode(29)
	@OwnClientOnly
	void handshakeThatIsNotAnsweredIsGivenUpAtTheDeadline() {
		this.chaos.always(Moment.CONNECT, Faults.hang());
		assertGivenUp(this.chaos.url());
	}

	private void assertGivenUp(URI uri) {
		try (TestConnection connection = TestConnection.impatientlyTo(new NodeEndpoint(uri, Map.of()), SHORT)) {
			connection.assertGivenUpAfter500Millis(this.chaos);
		}
	}

	@Test
	@FailureMode(13)
	void tellsThatNobodyListens() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		assertThat(TestConnection.lossOf(URI.create("ws://127.0.0.1:" + port)))
			.isEqualTo(new ConnectionLoss(Kind.UNREACHABLE, "the host refused the connection or is not reachable"));
	}

	@Test
	void tellsThatTheHostIsUnknown() {
		assertThat(TestConnection.lossOf(URI.create("ws://node.invalid/")))
			.isEqualTo(new ConnectionLoss(Kind.UNREACHABLE, "the host is unknown"));
	}

}
