package io.headwater.test;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the frames of a client, which must be masked. Used by the connection's reader
 * thread only.
 */
final class FrameReader {

	private static final int MASK_LENGTH = 4;

	private final DataInputStream in;

	private final int maxPayload;

	/**
	 * Create a reader.
	 * @param in where the frames come from
	 * @param maxPayload the most bytes that one frame may carry
	 */
	FrameReader(InputStream in, int maxPayload) {
		this.in = new DataInputStream(in);
		this.maxPayload = maxPayload;
	}

	/**
	 * Wait for the next frame.
	 * @return the frame, unmasked
	 * @throws java.io.EOFException if the client went without a close frame
	 * @throws WebSocketException if the frame breaks the protocol or the limit
	 */
	Frame read() throws IOException {
		int first = this.in.readUnsignedByte();
		int second = this.in.readUnsignedByte();
		boolean fin = (first & 0x80) != 0;
		int opcode = first & 0x0F;
		int shortLength = second & 0x7F;
		require((first & 0x70) == 0, "Reserved bits are set but no extension was agreed on");
		require(opcode <= Frame.BINARY || (opcode >= Frame.CLOSE && opcode <= Frame.PONG), "Unknown opcode");
		require((second & 0x80) != 0, "Frames of a client must be masked");
		require(opcode < Frame.CLOSE || (fin && shortLength <= 125), "Control frames must be short and whole");
		byte[] payload = readPayload(length(shortLength));
		return new Frame(fin, opcode, payload);
	}

	private long length(int shortLength) throws IOException {
		return switch (shortLength) {
			case 126 -> this.in.readUnsignedShort();
			case 127 -> this.in.readLong();
			default -> shortLength;
		};
	}

	private byte[] readPayload(long length) throws IOException {
		require(length >= 0, "Negative length");
		if (length > this.maxPayload) {
			throw new WebSocketException(WebSocketException.TOO_BIG, "More than " + this.maxPayload + " bytes");
		}
		byte[] mask = new byte[MASK_LENGTH];
		this.in.readFully(mask);
		byte[] payload = new byte[(int) length];
		this.in.readFully(payload);
		for (int i = 0; i < payload.length; i++) {
			payload[i] ^= mask[i % MASK_LENGTH];
		}
		return payload;
	}

	private static void require(boolean condition, String message) throws WebSocketException {
		if (!condition) {
			throw new WebSocketException(WebSocketException.PROTOCOL_ERROR, message);
		}
	}

}
