package io.headwater.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link HandshakeFaults}.
 */
@Timeout(60)
class HandshakeFaultsTests {

	private static final String PROPER = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
			+ "Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

	private static final String ACCEPT = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";

	@AutoClose
	private final ChaosNode chaos = ChaosNode.serving(new SimulatedChain(1337));

	@ParameterizedTest
	@ValueSource(ints = { 200, 302, 401, 403, 404, 429, 503 })
	void refusesByAnyStatus(int status) {
		this.chaos.once(Moment.HANDSHAKE, HandshakeFaults.status(status));
		assertThatThrownBy(() -> TestClient.connectLater(this.chaos.url()).join())
			.isInstanceOf(CompletionException.class)
			.cause()
			.isInstanceOfSatisfying(WebSocketHandshakeException.class,
					(ex) -> assertThat(ex.getResponse().statusCode()).isEqualTo(status));
		this.chaos.awaitSockets(0, Duration.ofSeconds(10));
		assertThat(TestClient.connect(this.chaos.url()).subscribe()).startsWith("0x");
	}

	@Test
	void refusesWithHeadersAndEnds() throws IOException {
		assertThat(answer(HandshakeFaults.status(429, "Retry-After: 120", "X-Other: 1"))).isEqualTo(
				"HTTP/1.1 429 Scripted\r\nRetry-After: 120\r\nX-Other: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
		assertThat(answer(HandshakeFaults.redirect(URI.create("ws://other.example/path")))).startsWith("HTTP/1.1 302 ")
			.contains("\r\nLocation: ws://other.example/path\r\n");
		assertThat(answer(HandshakeFaults.statusLine("SSH-2.0-OpenSSH"))).isEqualTo("SSH-2.0-OpenSSH\r\n\r\n");
	}

	@Test
	void leavesOutOrFalsifiesHeaders() throws IOException {
		assertThat(head(Faults.due())).isEqualTo(PROPER);
		assertThat(head(HandshakeFaults.withoutAccept())).isEqualTo(PROPER.replace(ACCEPT, ""));
		assertThat(head(HandshakeFaults.wrongAccept()))
			.matches("(?s)HTTP/1.1 101 .*\r\nSec-WebSocket-Accept: [\\w+/]{27}=\r\n\r\n")
			.doesNotContain(ACCEPT);
		assertThat(head(HandshakeFaults.withoutUpgrade())).isEqualTo(PROPER.replace("Upgrade: websocket\r\n", ""));
		assertThat(head(HandshakeFaults.withHeader("Sec-WebSocket-Extensions: permessage-deflate")))
			.isEqualTo(PROPER.replaceFirst("\r\n\r\n$", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"));
	}

	@Test
	void goesOnAsAWebSocketAfterAWrongAnswer() throws IOException {
		this.chaos.once(Moment.HANDSHAKE, HandshakeFaults.wrongAccept());
		try (RawClient client = RawClient.open(this.chaos.node())) {
			client.call("eth_chainId", "[]");
			assertThat(client.readText()).contains("\"result\":\"0x539\"");
		}
	}

	@Test
	void headersNeverEnd() throws IOException {
		this.chaos.once(Moment.HANDSHAKE, HandshakeFaults.endlessHeaders());
		try (RawClient client = new RawClient(this.chaos.node())) {
			client.send(RawClient.UPGRADE);
			String head = new String(client.readBytes(5_000_000));
			assertThat(head).startsWith("HTTP/1.1 101 ").contains(ACCEPT + "X-Filler: ").doesNotContain("\r\n\r\n");
		}
		this.chaos.awaitSockets(0, Duration.ofSeconds(10));
	}

	/** The whole of what comes, up to the end of the connection. */
	private String answer(Fault fault) throws IOException {
		this.chaos.once(Moment.HANDSHAKE, fault);
		try (RawClient client = new RawClient(this.chaos.node())) {
			client.send(RawClient.UPGRADE);
			return new String(client.readToTheEnd());
		}
	}

	private String head(Fault fault) throws IOException {
		this.chaos.once(Moment.HANDSHAKE, fault);
		try (RawClient client = new RawClient(this.chaos.node())) {
			client.send(RawClient.UPGRADE);
			return client.readHead();
		}
	}

}
