package io.headwater.websocket;

import java.io.IOException;
import java.net.URI;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.socket.WebSocketHttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What the request for the upgrade says, and what it is not sent with.
 */
@Timeout(60)
class HandshakeRequestTests {

	@AutoClose
	private final ClientFixture client;

	HandshakeRequestTests() throws IOException {
		this.client = new ClientFixture();
	}

	@Test
	void asksForAnUpgradeAsTheRfcSays() throws Exception {
		WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
		headers.add("Authorization", "Bearer abc");
		headers.add("X-Two", "one");
		headers.add("X-Two", "two");
		headers.add("host", "elsewhere.example");
		headers.add("Sec-WebSocket-Key", "mine");
		this.client.execute(headers);
		RawPeer peer = this.client.server().accept().upgrade();
		assertThat(peer.requestLine()).isEqualTo("GET /v3/SECRETKEY123 HTTP/1.1");
		assertThat(peer.headers())
			.containsOnlyKeys("Host", "Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version",
					"Authorization", "X-Two")
			.containsEntry("Host", "127.0.0.1:" + this.client.server().port())
			.containsEntry("Upgrade", "websocket")
			.containsEntry("Connection", "Upgrade")
			.containsEntry("Sec-WebSocket-Version", "13")
			.containsEntry("Authorization", "Bearer abc")
			.containsEntry("X-Two", "one; two");
		assertThat(peer.headers().get("Sec-WebSocket-Key")).hasSize(24).isNotEqualTo("mine").isBase64();
		assertThat(this.client.session().getHandshakeHeaders().toSingleValueMap()).containsEntry("Authorization",
				"Bearer abc");
	}

	@ParameterizedTest
	@CsvSource({ "'',GET / HTTP/1.1", "/,GET / HTTP/1.1", "?a=b,GET /?a=b HTTP/1.1",
			"/a%20b?c=%2F&d=e,GET /a%20b?c=%2F&d=e HTTP/1.1", "/\u00FC,GET /%C3%BC HTTP/1.1" })
	void asksForPathAndQueryAsTheyAreWritten(String path, String requestLine) throws Exception {
		this.client.execute(URI.create("ws://127.0.0.1:" + this.client.server().port() + path));
		assertThat(this.client.server().accept().readRequest().requestLine()).isEqualTo(requestLine);
	}

	@Test
	void expandsATemplate() throws Exception {
		this.client.create()
			.execute(this.client.handler(), "ws://127.0.0.1:{port}/{path}", this.client.server().port(), "a b");
		assertThat(this.client.server().accept().readRequest().requestLine()).isEqualTo("GET /a%20b HTTP/1.1");
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
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.execute(URI.create(address)));
	}

	@ParameterizedTest
	@CsvSource({ "X-Name,'a\r\nInjected: b'", "X-Name,'a\u0000'", "X-Name,'\u00E9'", "'X Name',a", "'X:Name',a",
			"'',a" })
	void refusesAHeaderThatWouldBecomeAnother(String name, String value) {
		WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
		headers.add(name, "SECRETKEY123" + value);
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.execute(headers))
			.withMessageStartingWith("A header of the handshake has a ")
			.withMessageNotContaining("SECRETKEY");
	}

}
