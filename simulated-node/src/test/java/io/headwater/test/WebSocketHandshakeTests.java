package io.headwater.test;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link WebSocketHandshake}.
 */
class WebSocketHandshakeTests {

	@Test
	void readsUpToTheEndOfTheRequestOnly() throws IOException {
		ByteArrayInputStream in = in("GET /a?b HTTP/1.1\r\nHost: h\r\n\r\nrest");
		ReceivedHandshake request = WebSocketHandshake.read(in, 3);
		assertThat(request).isEqualTo(new ReceivedHandshake(3, "/a?b", Map.of("Host", "h")));
		assertThat(in.readAllBytes()).asString().isEqualTo("rest");
	}

	@Test
	void refusesTooLongLine() {
		assertThatIOException().isThrownBy(() -> read("GET /" + "x".repeat(9000) + " HTTP/1.1\r\n\r\n"))
			.withMessageContaining("8192 bytes");
	}

	@Test
	void refusesTooManyHeaders() {
		assertThatIOException().isThrownBy(() -> read("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(101) + "\r\n"))
			.withMessageContaining("100 headers");
	}

	@Test
	void refusesTornRequest() {
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> read("GET / HTTP/1.1\r\nHost"));
	}

	@Test
	void acceptsOnlyAWholeUpgrade() throws IOException {
		assertThat(WebSocketHandshake.isAcceptable(read(RawClient.UPGRADE))).isTrue();
		for (String part : new String[] { "websocket", ", Upgrade", "13", "dGhl" }) {
			assertThat(WebSocketHandshake.isAcceptable(read(RawClient.UPGRADE.replace(part, "")))).as(part).isFalse();
		}
	}

	private ReceivedHandshake read(String request) throws IOException {
		return WebSocketHandshake.read(in(request), 0);
	}

	private ByteArrayInputStream in(String request) {
		return new ByteArrayInputStream(request.getBytes(StandardCharsets.ISO_8859_1));
	}

}
