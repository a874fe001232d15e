package io.headwater.jsonrpc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.headwater.transport.Payload;

/**
 * The ways in which a message can lie in the buffer of its connection. What is around it
 * would change its meaning if it were read.
 */
public enum PayloadForm {

	ALONE(0), INSIDE(5);

	private static final String AROUND = "}],\"]";

	private final int offset;

	PayloadForm(int offset) {
		this.offset = offset;
	}

	public Payload of(String message) {
		return of(message.getBytes(StandardCharsets.UTF_8));
	}

	Payload of(byte[] message) {
		byte[] around = AROUND.substring(0, this.offset).getBytes(StandardCharsets.UTF_8);
		byte[] buffer = Arrays.copyOf(around, 2 * around.length + message.length);
		System.arraycopy(message, 0, buffer, around.length, message.length);
		System.arraycopy(around, 0, buffer, around.length + message.length, around.length);
		return new Payload(buffer, this.offset, message.length);
	}

	/**
	 * Do what a connection does with its buffer after the callback.
	 */
	static void overwrite(Payload payload) {
		Arrays.fill(payload.buffer(), (byte) '!');
	}

}
