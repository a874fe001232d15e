package io.headwater.websocket;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.headwater.websocket.ResponseHead.MalformedResponseException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever answers a handshake is an answer of HTTP, up to its empty line, or refused.
 * The normal build reads the seeds.
 */
class ResponseHeadFuzzTests {

	private static final int MAX_LENGTH = 16 * 1024;

	@FuzzTest(maxDuration = "10m")
	@DictionaryEntries({ "HTTP/1.1 101 ", "HTTP/1.1 100 ", "HTTP/1.0 200 ", "\\x0d\\x0a", "\\x0d\\x0a\\x0d\\x0a",
			"Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept:", "Retry-After:",
			"Transfer-Encoding: chunked", ":", "\\x09" })
	void readsAnyAnswer(byte[] bytes) throws IOException {
		ByteArrayInputStream in = new ByteArrayInputStream(bytes);
		try {
			ResponseHead head = ResponseHead.read(in);
			int read = bytes.length - in.available();
			assertThat(head.status()).satisfiesAnyOf((status) -> assertThat(status).isEqualTo(101),
					(status) -> assertThat(status).isBetween(200, 599));
			assertThat(head.headers().values().stream().mapToInt((values) -> values.size()).sum()).isBetween(0, 100);
			assertThat(read).isLessThanOrEqualTo(MAX_LENGTH);
			assertThat(new String(bytes, 0, read, StandardCharsets.ISO_8859_1))
				.containsPattern("^HTTP/1\\.(1 |0 [2-5])")
				.endsWith("\r\n\r\n");
			head.headers().forEach((name, values) -> {
				assertThat(name).matches("[!-~&&[^:]]+");
				assertThat(values).noneMatch((value) -> value.contains("\r") || value.contains("\n"));
				assertThat(head.elements(name)).noneMatch(String::isBlank);
			});
		}
		catch (MalformedResponseException | EOFException ex) {
			assertThat(bytes.length - in.available()).isLessThanOrEqualTo(MAX_LENGTH + 1);
		}
	}

}
