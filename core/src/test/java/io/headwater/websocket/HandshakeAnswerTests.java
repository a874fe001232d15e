package io.headwater.websocket;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.headwater.transport.HandshakeFailure;
import io.headwater.websocket.ConnectionLoss.Kind;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which answers upgrade the connection, and which break the protocol.
 */
@Timeout(60)
class HandshakeAnswerTests {

	private static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\n";

	private static final String UPGRADE = "Upgrade: websocket\r\n";

	private static final String CONNECTION = "Connection: Upgrade\r\n";

	private static final String ACCEPT = "Sec-WebSocket-Accept: {accept}\r\n";

	@AutoClose
	private final HandshakeFixture handshake;

	private final ClientFixture client;

	HandshakeAnswerTests() throws IOException {
		this.handshake = new HandshakeFixture();
		this.client = this.handshake.client;
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
		RawPeer peer = this.handshake.answer(answer + "\r\n");
		peer.send(Wire.text("hello"));
		Awaitility.await()
			.atMost(ClientFixture.PATIENCE)
			.until(() -> this.client.handler().heard().equals(List.of("hello")));
	}

	@Test
	void readsFramesThatCameWithTheUpgrade() throws Exception {
		CompletableFuture<WebSocketSession> opened = this.client.execute();
		RawPeer peer = this.client.server().accept().readRequest();
		String answer = (SWITCH + UPGRADE + CONNECTION + ACCEPT + "\r\n").replace("{accept}", peer.acceptKey());
		peer.send(Wire.join(Wire.utf8(answer), Wire.text("first"), Wire.close(1000)));
		assertThat(opened.get(30, TimeUnit.SECONDS)).isSameAs(this.client.session());
		assertThat(this.client.handler().awaitClosed()).isEqualTo(CloseStatus.NORMAL);
		assertThat(this.client.handler().heard()).containsExactly("first");
	}

	@Test
	void takesASubProtocolThatWasOffered() throws Exception {
		WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
		headers.setSecWebSocketProtocol(List.of("one", "two"));
		this.client.execute(headers);
		RawPeer peer = this.client.server().accept().readRequest();
		assertThat(peer.headers()).containsEntry("Sec-WebSocket-Protocol", "one, two");
		peer.send((SWITCH + UPGRADE + CONNECTION + ACCEPT + "Sec-WebSocket-Protocol: two\r\n\r\n").replace("{accept}",
				peer.acceptKey()));
		assertThat(this.client.session().getAcceptedProtocol()).isEqualTo("two");
	}

	@ParameterizedTest
	@MethodSource
	void refusesAnUpgradeThatIsWrong(String answer, String problem) throws Exception {
		this.handshake.answer(answer + "\r\n");
		assertThat(HandshakeFailure.of(this.handshake.failure()))
			.isEqualTo(new ConnectionLoss(Kind.PROTOCOL, "the node's answer to the handshake " + problem));
		this.handshake.assertNothingIsLeft();
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

	@ParameterizedTest
	@MethodSource
	void refusesWhatIsNoHttpAnswer(String answer, String problem) throws Exception {
		this.handshake.answer(answer);
		assertThat(HandshakeFailure.of(this.handshake.failure()))
			.isEqualTo(new ConnectionLoss(Kind.PROTOCOL, "the node's answer to the handshake " + problem));
		this.handshake.assertNothingIsLeft();
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

}
