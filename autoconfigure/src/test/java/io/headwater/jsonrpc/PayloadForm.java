package io.headwater.jsonrpc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.headwater.transport.Payload;

/**
 * The ways in which a message can lie in the buffer of its connection. What is around it
 * would change its meaning if it were read.
 */
public enum PayloadForm {

	TEXT(0), TEXT_INSIDE(3), BINARY(0), BINARY_INSIDE(5);

	private static final String AROUND = "}],\"]";

	private final int offset;

	PayloadForm(int offset) {
		this.offset = offset;
	}

	public Payload of(String message) {
		String around = AROUND.substring(0, this.offset);
		if (this == TEXT || this == TEXT_INSIDE) {
			return new Payload.Text((around + message + around).toCharArray(), this.offset, message.length());
		}
		byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
		byte[] buffer = (around + message + around).getBytes(StandardCharsets.UTF_8);
		return new Payload.Binary(buffer, this.offset, bytes.length);
	}

	/**
	 * Do what a connection does with its buffer after the callback.
	 */
	static void overwrite(Payload payload) {
		if (payload instanceof Payload.Text text) {
			Arrays.fill(text.buffer(), '!');
		}
		else if (payload instanceof Payload.Binary binary) {
			Arrays.fill(binary.buffer(), (byte) '!');
		}
	}

}
