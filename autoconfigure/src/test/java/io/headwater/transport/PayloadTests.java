package io.headwater.transport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PayloadTests {

	static String text(Payload payload) {
		if (payload instanceof Payload.Text text) {
			return new String(text.buffer(), text.offset(), text.length());
		}
		Payload.Binary binary = (Payload.Binary) payload;
		return new String(binary.buffer(), binary.offset(), binary.length(), StandardCharsets.UTF_8);
	}

	private static Payload inside(boolean binary) {
		String buffer = "<<0123456789>>>";
		return binary ? new Payload.Binary(buffer.getBytes(StandardCharsets.UTF_8), 2, 10)
				: new Payload.Text(buffer.toCharArray(), 2, 10);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void slicesCountFromTheBeginningOfWhatTheyAreTakenFrom(boolean binary) {
		Payload slice = inside(binary).slice(2, 8);
		assertThat(text(slice)).isEqualTo("234567");
		assertThat(text(slice.slice(1, 3))).isEqualTo("34");
		assertThat(text(inside(binary).slice(0, 10))).isEqualTo("0123456789");
		assertThat(inside(binary).slice(4, 4).length()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void copyOutlivesItsBuffer(boolean binary) {
		Payload slice = inside(binary).slice(2, 8);
		Payload copy = slice.copy();
		if (slice instanceof Payload.Text text) {
			Arrays.fill(text.buffer(), '!');
		}
		else if (slice instanceof Payload.Binary bytes) {
			Arrays.fill(bytes.buffer(), (byte) '!');
		}
		assertThat(text(slice)).isEqualTo("!!!!!!");
		assertThat(text(copy)).isEqualTo("234567");
		assertThat(text(copy.slice(1, 3))).isEqualTo("34");
	}

	@Test
	void copyHoldsNoMoreThanTheMessage() {
		assertThat(((Payload.Text) inside(false).slice(2, 8).copy()).buffer()).hasSize(6);
		assertThat(((Payload.Binary) inside(true).slice(2, 8).copy()).buffer()).hasSize(6);
	}

}
