package io.headwater.engine;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.headwater.transport.ConnectAttempt;
import io.headwater.transport.ConnectionLoss;
import io.headwater.transport.ConnectionLoss.Kind;
import io.headwater.transport.HandshakeFailure;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The opening handshake, with a server whose bytes the test plays.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class HandshakeTests {

	private static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\n";

	private static final String UPGRADE = "Upgrade: websocket\r\n";

	private static final String CONNECTION = "Connection: Upgrade\r\n";

	private static final String ACCEPT = "Sec-WebSocket-Accept: {accept}\r\n";

	@AutoClose
	private final EngineFixture engine;

	private CompletableFuture<WebSocketSession> opened = new CompletableFuture<>();

	HandshakeTests() throws IOException {
		this.engine = new EngineFixture();
	}

	@Test
	void asksForAnUpgradeAsTheRfcSays() throws Exception {
		WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
		headers.add("Authorization", "Bearer abc");
		headers.add("X-Two", "one");
		headers.add("X-Two", "two");
		headers.add("host", "elsewhere.example");
		headers.add("Sec-WebSocket-Key", "mine");
		this.engine.execute(headers);
		RawPeer peer = this.engine.server().accept().upgrade();
		assertThat(peer.requestLine()).isEqualTo("GET /v3/SECRETKEY123 HTTP/1.1");
		assertThat(peer.headers())
			.containsOnlyKeys("Host", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version",
					"Authorization", "X-Two")
			.containsEntry("Host", "127.0.0.1:" + this.engine.server().port())
			.containsEntry("Upgrade", "websocket")
			.containsEntry("Connection", "Upgrade")
			.containsEntry("Sec-WebSocket-Version", "13")
			.containsEntry("Authorization", "Bearer abc")
			.containsEntry("X-Two", "one; two");
		assertThat(peer.headers().get("Sec-WebSocket-Key")).hasSize(24).isNotEqualTo("mine").isBase64();
		assertThat(this.engine.session().getHandshakeHeaders().toSingleValueMap()).containsEntry("Authorization",
				"Bearer abc");
	}

	@ParameterizedTest
	@CsvSource({ "'',GET / HTTP/1.1", "/,GET / HTTP/1.1", "?a=b,GET /?a=b HTTP/1.1",
			"/a%20b?c=%2F&d=e,GET /a%20b?c=%2F&d=e HTTP/1.1", "/\u00FC,GET /%C3%BC HTTP/1.1" })
	void asksForPathAndQueryAsTheyAreWritten(String path, String requestLine) throws Exception {
		this.engine.execute(URI.create("ws://127.0.0.1:" + this.engine.server().port() + path));
		assertThat(this.engine.server().accept().readRequest().requestLine()).isEqualTo(requestLine);
	}

	@Test
	void expandsATemplate() throws Exception {
		this.engine.client()
			.execute(this.engine.handler(), "ws://127.0.0.1:{port}/{path}", this.engine.server().port(), "a b");
		assertThat(this.engine.server().accept().readRequest().requestLine()).isEqualTo("GET /a%20b HTTP/1.1");
	}

	@ParameterizedTest
	@CsvSource({ "ws://node.example/,node.example", "ws://node.example:80/,node.example",
			"ws://node.example:443/,node.example:443", "wss://node.example:443/,node.example",
			"wss://node.example:80/,node.example:80", "ws://[::1]:8546/,[::1]:8546",
			"WSS://node.example/,node.example" })
	void hostHeaderLeavesOutTheUsualPort(URI uri, String host) {
		assertThat(Target.of(uri).hostHeader()).isEqualTo(host);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://a/", "ws:///path", "ws:a", "/relative" })
	void refusesAnAddressThatIsNoWebSocket(String address) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.engine.execute(URI.create(address)));
	}

	@ParameterizedTest
	@CsvSource({ "X-Name,'a\r\nInjected: b'", "X-Name,'a\u0000'", "X-Name,'\u00E9'", "'X Name',a", "'X:Name',a",
			"'',a" })
	void refusesAHeaderThatWouldBecomeAnother(String name, String value) {
		WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
		headers.add(name, "SECRETKEY123" + value);
		assertThatIllegalArgumentException().isThrownBy(() -> this.engine.execute(headers))
			.withMessageStartingWith("A header of the handshake has a ")
			.withMessageNotContaining("SECRETKEY");
	}

	@ParameterizedTest
	@ValueSource(strings = { SWITCH + UPGRADE + CONNECTION + ACCEPT,
			"HTTP/1.1 101\r\nupgrade: WebSocket\r\nconnection:keep-alive, upgrade\r\nsec-websocket-accept:\t{accept} \r\n",
			"HTTP/1.1 101 \r\n" + CONNECTION + ACCEPT + UPGRADE + "Server: x:y\r\nX: \r\nX:\r\n",
			"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + SWITCH + UPGRADE + CONNECTION
					+ ACCEPT,
			SWITCH + UPGRADE + CONNECTION + ACCEPT + "Sec-WebSocket-Extensions: \r\n",
			SWITCH + UPGRADE + "Connection: close\r\nConnection: Upgrade\r\n" + ACCEPT })
	void acceptsAnUpgrade(String answer) throws Exception {
		RawPeer peer = answer(answer + "\r\n");
		peer.send(Wire.text("hello"));
		Awaitility.await().until(() -> this.engine.handler().heard().equals(List.of("hello")));
	}

	@Test
	void readsFramesThatCameWithTheUpgrade() throws Exception {
		CompletableFuture<WebSocketSession> opened = this.engine.execute();
		RawPeer peer = this.engine.server().accept().readRequest();
		String answer = (SWITCH + UPGRADE + CONNECTION + ACCEPT + "\r\n").replace("{accept}", peer.acceptKey());
		peer.send(Wire.join(Wire.utf8(answer), Wire.text("first"), Wire.close(1000)));
		assertThat(opened.get(30, TimeUnit.SECONDS)).isSameAs(this.engine.session());
		assertThat(this.engine.handler().awaitClosed()).isEqualTo(CloseStatus.NORMAL);
		assertThat(this.engine.handler().heard()).containsExactly("first");
	}

	@ParameterizedTest
	@MethodSource
	void refusesAnUpgradeThatIsWrong(String answer, String problem) throws Exception {
		answer(answer + "\r\n");
		assertThat(HandshakeFailure.of(failure()))
			.isEqualTo(new ConnectionLoss(Kind.PROTOCOL, "the node's answer to the handshake " + problem));
		assertNothingIsLeft();
	}

	static Stream<Arguments> refusesAnUpgradeThatIsWrong() {
		return Stream.of(Arguments.of(SWITCH + CONNECTION + ACCEPT, "upgrades to no WebSocket"),
				Arguments.of(SWITCH + "Upgrade: h2c\r\n" + CONNECTION + ACCEPT, "upgrades to no WebSocket"),
				Arguments.of(SWITCH + "Upgrade: websocket, h2c\r\n" + CONNECTION + ACCEPT, "upgrades to no WebSocket"),
				Arguments.of(SWITCH + UPGRADE + ACCEPT, "does not upgrade the connection"),
				Arguments.of(SWITCH + UPGRADE + "Connection: close\r\n" + ACCEPT, "does not upgrade the connection"),
				Arguments.of(SWITCH + UPGRADE + CONNECTION, "does not prove that our request was read"),
				Arguments.of(SWITCH + UPGRADE + CONNECTION + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n",
						"does not prove that our request was read"),
				Arguments.of(SWITCH + UPGRADE + CONNECTION + ACCEPT + ACCEPT,
						"does not prove that our request was read"),
				Arguments.of(
						SWITCH + UPGRADE + CONNECTION + ACCEPT + "Sec-WebSocket-Extensions: permessage-deflate\r\n",
						"has an extension that was not offered"),
				Arguments.of(SWITCH + UPGRADE + CONNECTION + ACCEPT + "Sec-WebSocket-Protocol: chat\r\n",
						"has a sub-protocol that was not offered"),
				Arguments.of(SWITCH + UPGRADE + CONNECTION + ACCEPT + "Sec-WebSocket-Protocol: \r\n",
						"has a sub-protocol that was not offered"));
	}

	@Test
	void takesASubProtocolThatWasOffered() throws Exception {
		WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
		headers.setSecWebSocketProtocol(List.of("one", "two"));
		this.engine.execute(headers);
		RawPeer peer = this.engine.server().accept().readRequest();
		assertThat(peer.headers()).containsEntry("Sec-WebSocket-Protocol", "one, two");
		peer.send((SWITCH + UPGRADE + CONNECTION + ACCEPT + "Sec-WebSocket-Protocol: two\r\n\r\n").replace("{accept}",
				peer.acceptKey()));
		assertThat(this.engine.session().getAcceptedProtocol()).isEqualTo("two");
	}

	@ParameterizedTest
	@MethodSource
	void refusesWhatIsNoHttpAnswer(String answer, String problem) throws Exception {
		answer(answer);
		assertThat(HandshakeFailure.of(failure()))
			.isEqualTo(new ConnectionLoss(Kind.PROTOCOL, "the node's answer to the handshake " + problem));
		assertNothingIsLeft();
	}

	static Stream<Arguments> refusesWhatIsNoHttpAnswer() {
		return Stream.of(Arguments.of("SSH-2.0-OpenSSH_9.2\r\n", "is not HTTP/1.1"),
				Arguments.of("HTTP/1.0 101 Switching Protocols\r\n", "is not HTTP/1.1"),
				Arguments.of("HTTP/2 101\r\n", "is not HTTP/1.1"), Arguments.of("HTTP/1.1 1O1\r\n", "is not HTTP/1.1"),
				Arguments.of("HTTP/1.1 0101 x\r\n", "is not HTTP/1.1"), Arguments.of("\r\n", "is not HTTP/1.1"),
				Arguments.of(SWITCH + "no colon\r\n", "has a malformed header"),
				Arguments.of(SWITCH + "Upgrade : websocket\r\n", "has a malformed header"),
				Arguments.of(SWITCH + "A: b\r\n folded\r\n", "has a malformed header"),
				Arguments.of(SWITCH + ": b\r\n", "has a malformed header"),
				Arguments.of(SWITCH + "A: b\n\n", "has a control character"),
				Arguments.of(SWITCH + "A: b\u0000\r\n", "has a control character"),
				Arguments.of(SWITCH + "A: b\rC: d\r\n", "has a line that does not end in CR LF"),
				Arguments.of(SWITCH + "A: b\r\n".repeat(101), "has more than 100 headers"),
				Arguments.of("x".repeat(20_000), "has more than 16384 bytes of headers"),
				Arguments.of(SWITCH + "A: " + "b".repeat(20_000), "has more than 16384 bytes of headers"),
				Arguments.of("HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000), "has more than 16384 bytes of headers"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 204, 400, 401, 403, 404, 426, 429, 500, 502, 503, 504 })
	void anyOtherStatusIsARefusal(int status) throws Exception {
		answer("HTTP/1.1 " + status + " Something\r\nLocation: ws://elsewhere.example/\r\nContent-Length: 0\r\n\r\n");
		assertThat(failure()).isInstanceOfSatisfying(HandshakeRefusedException.class, (ex) -> {
			assertThat(HandshakeFailure.of(ex)).isEqualTo(new ConnectionLoss(Kind.HANDSHAKE_REFUSED,
					"the upgrade to WebSocket was refused with HTTP status " + status, status, null));
			assertThat(ex.body()).isEmpty();
		});
		assertNothingIsLeft();
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 307, 308 })
	void redirectIsARefusalThatSaysSo(int status) throws Exception {
		answer("HTTP/1.1 " + status + " Moved\r\nLocation: ws://elsewhere.example/\r\nContent-Length: 0\r\n\r\n");
		assertThat(refusal().loss()).isEqualTo(
				new ConnectionLoss(Kind.HANDSHAKE_REFUSED, "the upgrade to WebSocket was refused with HTTP status "
						+ status + ": the node redirects to another address, which is not followed", status, null));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null",
			value = { "7,PT7S", "0,PT0S", "'Wed, 25 Nov 2026 12:01:30 GMT',PT1M30S",
					"'Wed, 25 Nov 2026 11:00:00 GMT',PT0S", "soon,null", "-1,null", "99999999999999999999,null",
					"1.5,null", "'',null" })
	void tellsForHowLongTheNodeWantsToBeLeftAlone(String header, Duration delay) throws Exception {
		answer("HTTP/1.1 429 Too Many Requests\r\nRetry-After: " + header + "\r\nContent-Length: 0\r\n\r\n");
		assertThat(refusal().loss().retryAfter()).isEqualTo(delay);
	}

	@Test
	void tellsHowTheBodyBeginsCutAndEscaped() throws Exception {
		String body = "line\r\n\u001B[31mred ä " + "x".repeat(10_000);
		answer("HTTP/1.1 503 Service Unavailable\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
		assertThat(refusal().body()).hasSize(200).startsWith("line???[31mred ? xxx");
	}

	@Test
	void statusIsNotLostToABodyThatDoesNotCome() throws Exception {
		RawPeer peer = answer("HTTP/1.1 403 Forbidden\r\nContent-Length: 1000\r\n\r\nbegun");
		HandshakeRefusedException refusal = refusal();
		assertThat(refusal.loss().httpStatus()).isEqualTo(403);
		assertThat(refusal.body()).isEqualTo("begun");
		assertThat(peer.isEnded()).isTrue();
	}

	@Test
	void readsTheAnswerOfANodeThatDoesNotReadTheRequest() throws Exception {
		WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
		headers.add("X-Long", "x".repeat(8_000_000));
		this.opened = this.engine.execute(headers);
		RawPeer peer = this.engine.server().accept();
		peer.send("HTTP/1.1 431 Too Large\r\nContent-Length: 0\r\n\r\n").socket().shutdownOutput();
		peer.readByte();
		peer.close();
		assertThat(refusal().loss().httpStatus()).isEqualTo(431);
	}

	@Test
	void nodeThatEndsTheConnectionBeforeItsAnswer() throws Exception {
		answer("HTTP/1.1 101 Swit").close();
		assertThat(failure()).isInstanceOf(EOFException.class).hasMessage("the connection ended before the answer did");
		assertNothingIsLeft();
	}

	@Test
	void drippedAnswerIsCutOffAtTheDeadline() throws Exception {
		this.opened = this.engine.execute();
		RawPeer peer = this.engine.server().accept().readRequest();
		for (char next : "HTTP/1.1 ".toCharArray()) {
			peer.send(String.valueOf(next));
			this.engine.scheduler().advance(Duration.ofSeconds(1));
		}
		assertThat(this.opened).isNotDone();
		this.engine.scheduler().advance(Duration.ofSeconds(1));
		assertThat(failure()).isInstanceOf(SocketTimeoutException.class).hasMessage("not open within 10000 ms");
		assertThat(peer.isEnded()).isTrue();
		assertNothingIsLeft();
	}

	@Test
	void deadlineIncludesTheLookUpOfTheName() throws Exception {
		CountDownLatch found = new CountDownLatch(1);
		this.engine.resolver((host) -> {
			try {
				assertThat(found.await(30, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new UnknownHostException("interrupted");
			}
			return new InetAddress[] { InetAddress.getByName("127.0.0.1") };
		});
		this.opened = this.engine.execute();
		this.engine.scheduler().advance(EngineFixture.CONNECT_TIMEOUT);
		// The look-up cannot be interrupted, so something of the attempt is left.
		assertThat(this.opened).isNotDone();
		found.countDown();
		assertThat(failure()).isInstanceOf(SocketTimeoutException.class);
		assertNothingIsLeft();
	}

	@Test
	void triesAllAddresses() throws Exception {
		this.engine.resolver((host) -> {
			assertThat(host).isEqualTo("node.example");
			return new InetAddress[] { InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1") };
		});
		this.engine.execute(this.engine.server().url("ws", "node.example"));
		RawPeer peer = this.engine.server().accept().upgrade();
		assertThat(peer.headers()).containsEntry("Host", "node.example:" + this.engine.server().port());
		assertThat(this.engine.session().isOpen()).isTrue();
	}

	@Test
	void tellsWhyNoAddressAnswered() throws Exception {
		this.engine.resolver(
				(host) -> new InetAddress[] { InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.3") });
		this.opened = this.engine.execute();
		assertThat(failure()).isInstanceOf(ConnectException.class)
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasOnlyElementsOfType(ConnectException.class).hasSize(1));
		assertNothingIsLeft();
	}

	@Test
	void unknownHost() throws Exception {
		this.engine.resolver((host) -> {
			throw new UnknownHostException(host);
		});
		this.opened = this.engine.execute();
		assertThat(failure()).isInstanceOf(UnknownHostException.class);
	}

	@Test
	void cancellingTheFutureEndsTheAttempt() throws Exception {
		this.opened = this.engine.execute();
		RawPeer peer = this.engine.server().accept().readRequest();
		assertThat(this.opened.cancel(true)).isTrue();
		assertThat(peer.isEnded()).isTrue();
		assertNothingIsLeft();
	}

	@Test
	void attemptCanBeAbandoned() throws Exception {
		this.opened = this.engine.execute();
		RawPeer peer = this.engine.server().accept().readRequest();
		((ConnectAttempt) this.opened).abandon();
		assertThat(failure()).isInstanceOf(IOException.class).hasMessage("the attempt was given up");
		assertThat(peer.isEnded()).isTrue();
		assertNothingIsLeft();
	}

	@Test
	void sessionOutlivesAnAttemptThatIsAbandonedTooLate() throws Exception {
		this.opened = this.engine.execute();
		RawPeer peer = this.engine.server().accept().upgrade();
		WebSocketSession session = this.engine.session();
		((ConnectAttempt) this.opened).abandon();
		session.sendMessage(new TextMessage("still here"));
		assertThat(peer.read()).isEqualTo("text:still here");
	}

	@Test
	void failureToMakeATlsContextIsTold() throws Exception {
		this.opened = this.engine.execute(this.engine.server().url("wss", "127.0.0.1"));
		assertThat(HandshakeFailure.of(failure()))
			.isEqualTo(new ConnectionLoss(Kind.TLS, "no TLS context could be made (IllegalStateException)"));
		assertNothingIsLeft();
	}

	@Test
	void nodeThatDoesNotAnswerTheUpgradeIsGivenUp() throws Exception {
		this.opened = this.engine.execute();
		this.engine.server().accept().readRequest();
		this.engine.scheduler().advance(EngineFixture.CONNECT_TIMEOUT);
		assertThat(failure()).isInstanceOf(SocketTimeoutException.class);
		assertNothingIsLeft();
	}

	@Test
	void logsNoSecret(CapturedOutput output) throws Exception {
		answer("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
		assertThat(failure()).satisfies((ex) -> assertThat(ex.toString()).doesNotContain("SECRETKEY"));
		assertThat(output).doesNotContain("SECRETKEY");
	}

	private RawPeer answer(String answer) throws IOException {
		this.opened = this.engine.execute();
		RawPeer peer = this.engine.server().accept().readRequest();
		return peer.send(answer.replace("{accept}", peer.acceptKey()));
	}

	private Throwable failure() throws Exception {
		try {
			this.opened.get(30, TimeUnit.SECONDS);
			throw new AssertionError("the handshake succeeded");
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
	}

	private HandshakeRefusedException refusal() throws Exception {
		return (HandshakeRefusedException) failure();
	}

	private void assertNothingIsLeft() throws InterruptedException {
		this.engine.awaitNoThreads();
		assertThat(this.engine.scheduler().pending()).isZero();
		assertThat(this.engine.handler().threads()).isEmpty();
	}

}
