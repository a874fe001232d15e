package io.headwater.transport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PayloadTests {

	private final Payload message = new Payload("<<0123456789>>>".getBytes(StandardCharsets.UTF_8), 2, 10);

	static String text(Payload payload) {
		return new String(payload.buffer(), payload.offset(), payload.length(), StandardCharsets.UTF_8);
	}

	@Test
	void slicesCountFromTheBeginningOfWhatTheyAreTakenFrom() {
		Payload slice = this.message.slice(2, 8);
		assertThat(text(slice)).isEqualTo("234567");
		assertThat(text(slice.slice(1, 3))).isEqualTo("34");
		assertThat(text(this.message.slice(0, 10))).isEqualTo("0123456789");
		assertThat(this.message.slice(4, 4).length()).isZero();
	}

	@Test
	void copyOutlivesItsBuffer() {
		Payload slice = this.message.slice(2, 8);
		Payload copy = slice.copy();
		Arrays.fill(slice.buffer(), (byte) '!');
		assertThat(text(slice)).isEqualTo("!!!!!!");
		assertThat(text(copy)).isEqualTo("234567");
		assertThat(text(copy.slice(1, 3))).isEqualTo("34");
	}

	@Test
	void copyHoldsNoMoreThanTheMessage() {
		assertThat(this.message.slice(2, 8).copy().buffer()).hasSize(6);
	}

}
