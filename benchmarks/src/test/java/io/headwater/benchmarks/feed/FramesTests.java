package io.headwater.benchmarks.feed;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class FramesTests {

	@Test
	void answersTheHandshakeOfRfc6455() throws IOException {
		String request = "GET /chat HTTP/1.1\r\nHost: example\r\nSEC-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
		assertThat(new String(Frames.answerHandshake(in(request.getBytes(StandardCharsets.US_ASCII))),
				StandardCharsets.US_ASCII))
			.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
			.endsWith("\r\n\r\n");
	}

	@Test
	void refusesOtherRequests() {
		assertThatIOException()
			.isThrownBy(() -> Frames.answerHandshake(in("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))));
	}

	@Test
	void readsMaskedMessageOfRfc6455() throws IOException {
		assertThat(read("818537fa213d7f9f4d5158").asText()).isEqualTo("Hello");
	}

	@Test
	void joinsFragments() throws IOException {
		assertThat(read("010348656c80026c6f").asText()).isEqualTo("Hello");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 125, 126, 65_535, 65_536 })
	void readsWhatItWrites(int length) throws IOException {
		byte[] payload = new byte[length];
		Frames.Message message = Frames.read(in(Frames.frame(Frames.PONG, payload)));
		assertThat(message.opcode()).isEqualTo(Frames.PONG);
		assertThat(message.payload()).hasSize(length);
	}

	private static Frames.Message read(String hex) throws IOException {
		return Frames.read(in(HexFormat.of().parseHex(hex)));
	}

	private static DataInputStream in(byte[] bytes) {
		return new DataInputStream(new ByteArrayInputStream(bytes));
	}

}
