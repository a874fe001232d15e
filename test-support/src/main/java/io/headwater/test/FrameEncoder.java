package io.headwater.test;

import java.nio.ByteBuffer;

/**
 * Turns a frame into the bytes that a server sends, which are not masked.
 */
final class FrameEncoder {

	private static final int MAX_HEADER = 10;

	private FrameEncoder() {
	}

	static byte[] encode(Frame frame) {
		int length = frame.payload().length;
		ByteBuffer header = ByteBuffer.allocate(MAX_HEADER);
		header.put((byte) ((frame.fin() ? 0x80 : 0) | frame.opcode()));
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
		return ByteBuffer.allocate(header.remaining() + length).put(header).put(frame.payload()).array();
	}

}
