package io.headwater.endurance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of frames (RFC 6455) as a server sends them, and as it must not.
 */
final class Frames {

	static final int CONTINUATION = 0x0;

	static final int TEXT = 0x1;

	static final int BINARY = 0x2;

	static final int CLOSE = 0x8;

	static final int PING = 0x9;

	static final int LAST = 0x80;

	static final byte[] NOTHING = {};

	static final byte[] LONG_PART = "a".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);

	private Frames() {
	}

	static byte[] text(String text) {
		return last(TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	static byte[] last(int opcode, byte[] payload) {
		return frame(LAST | opcode, payload.length, payload);
	}

	/** A frame after which the message goes on. */
	static byte[] part(int opcode, byte[] payload) {
		return frame(opcode, payload.length, payload);
	}

	static byte[] many(byte[] bytes, int times) {
		ByteBuffer many = ByteBuffer.allocate(bytes.length * times);
		while (many.hasRemaining()) {
			many.put(bytes);
		}
		return many.array();
	}

	/**
	 * Make any frame.
	 * @param firstByte the flags and the opcode
	 * @param length the length that it declares
	 * @param payload what really follows
	 */
	static byte[] frame(int firstByte, long length, byte[] payload) {
		ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) firstByte);
		if (length < 126) {
			frame.put((byte) length);
		}
		else if (length <= 0xffff) {
			frame.put((byte) 126).putShort((short) length);
		}
		else {
			frame.put((byte) 127).putLong(length);
		}
		frame.put(payload).flip();
		byte[] bytes = new byte[frame.remaining()];
		frame.get(bytes);
		return bytes;
	}

}
