package io.headwater.test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One WebSocket frame with its payload unmasked.
 *
 * @param fin whether it ends its message
 * @param opcode the kind of frame, 0 to 15
 * @param payload the unmasked bytes; not copied
 */
record Frame(boolean fin, int opcode, byte[] payload) {

	static final int CONTINUATION = 0x0;

	static final int TEXT = 0x1;

	static final int BINARY = 0x2;

	static final int CLOSE = 0x8;

	static final int PING = 0x9;

	static final int PONG = 0xA;

	private static final int MAX_CONTROL_PAYLOAD = 125;

	static Frame text(String text) {
		return new Frame(true, TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	static Frame pong(byte[] payload) {
		return new Frame(true, PONG, payload);
	}

	/**
	 * Make a frame that begins the close handshake.
	 * @param code the status
	 * @param reason why, at most 123 bytes of UTF-8
	 * @return the frame
	 */
	static Frame close(int code, String reason) {
		byte[] text = reason.getBytes(StandardCharsets.UTF_8);
		if (text.length > MAX_CONTROL_PAYLOAD - Short.BYTES) {
			throw new IllegalArgumentException("A close reason has at most 123 bytes of UTF-8, not " + text.length);
		}
		byte[] payload = ByteBuffer.allocate(Short.BYTES + text.length).putShort((short) code).put(text).array();
		return new Frame(true, CLOSE, payload);
	}

	boolean isControl() {
		return this.opcode >= CLOSE;
	}

	/**
	 * Make the answer to this close frame: the same status without the reason.
	 * @return a close frame
	 * @throws WebSocketException if the status is one that must not be sent
	 */
	Frame closeEcho() throws WebSocketException {
		if (this.payload.length == 0) {
			return this;
		}
		if (this.payload.length == 1 || !isSendable(ByteBuffer.wrap(this.payload).getShort())) {
			throw new WebSocketException(WebSocketException.PROTOCOL_ERROR, "Illegal close status");
		}
		return new Frame(true, CLOSE, Arrays.copyOf(this.payload, Short.BYTES));
	}

	private static boolean isSendable(int code) {
		boolean reserved = (code >= 1004 && code <= 1006) || (code >= 1015 && code <= 2999);
		return code >= 1000 && code <= 4999 && !reserved;
	}

}
