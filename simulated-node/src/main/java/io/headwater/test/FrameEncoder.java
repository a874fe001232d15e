package io.headwater.test;

import java.nio.ByteBuffer;

/**
 * Turns a frame into the bytes that a server sends, which are not masked.
 */
final class FrameEncoder {

	static final int FIN = 0x80;

	private static final int MAX_HEADER = 10;

	private FrameEncoder() {
	}

	static byte[] encode(Frame frame) {
		return encode((frame.fin() ? FIN : 0) | frame.opcode(), frame.payload());
	}

	/**
	 * Encode a frame that may break the rules.
	 * @param firstByte the flags and the opcode
	 * @param payload what it carries
	 * @return the frame, not masked
	 */
	static byte[] encode(int firstByte, byte[] payload) {
		int length = payload.length;
		ByteBuffer header = ByteBuffer.allocate(MAX_HEADER).put((byte) firstByte);
		if (length < 126) {
			header.put((byte) length);
		}
		else if (length <= 0xFFFF) {
			header.put((byte) 126).putShort((short) length);
		}
		else {
			header.put((byte) 127).putLong(length);
		}
		header.flip();
		return ByteBuffer.allocate(header.remaining() + length).put(header).put(payload).array();
	}

	/**
	 * Encode the beginning of a frame of any length.
	 * @param firstByte the flags and the opcode
	 * @param length the length that it declares, also one that it should not
	 * @return the header
	 */
	static byte[] header(int firstByte, long length) {
		return ByteBuffer.allocate(MAX_HEADER).put((byte) firstByte).put((byte) 127).putLong(length).array();
	}

}
