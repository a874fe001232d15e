package io.headwater.websocket;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an HTTP answer may look like that is not as our own would be.
 */
class ResponseHeadTests {

	@Test
	void readsAnAnswerOfTheVersionBefore() throws IOException {
		ResponseHead head = read("HTTP/1.0 503 Service Unavailable\r\nRetry-After: 7\r\n\r\n");
		assertThat(head.status()).isEqualTo(503);
		assertThat(head.only("Retry-After")).isEqualTo("7");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.0 101 x", "HTTP/1.0 100 x", "HTTP/1.2 200 x", "HTTP/0.9 200 x", "HTTP/1.01 200 x",
			"HTTP/1. 200 x" })
	void refusesInterimAnswersOfTheVersionBeforeAndOtherVersions(String statusLine) {
		assertThatExceptionOfType(ResponseHead.MalformedResponseException.class)
			.isThrownBy(() -> read(statusLine + "\r\n\r\n"))
			.withMessage("an HTTP answer is not HTTP/1.1");
	}

	/** Each byte above ASCII is one, whatever it would be as a character. */
	@Test
	void readsEachByteAboveAsciiInAReasonAndInAValue() throws IOException {
		StringBuilder bytes = new StringBuilder();
		for (char value = 0x80; value <= 0xFF; value++) {
			bytes.append(value);
		}
		ResponseHead head = read("HTTP/1.1 403 " + bytes + "\r\nX-Reason: a" + bytes + "\r\nX-Other: b\r\n\r\n");
		assertThat(head.status()).isEqualTo(403);
		assertThat(head.headers()).containsEntry("X-Reason", List.of("a" + bytes))
			.containsEntry("x-other", List.of("b"));
	}

	private static ResponseHead read(String answer) throws IOException {
		return ResponseHead.read(new ByteArrayInputStream(answer.getBytes(StandardCharsets.ISO_8859_1)));
	}

}
