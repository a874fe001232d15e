package io.headwater.benchmarks.feed;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/**
 * What the feed knows of RFC 6455: enough for clients that keep to it.
 */
final class Frames {

	static final int TEXT = 1;

	static final int CLOSE = 8;

	static final int PING = 9;

	static final int PONG = 10;

	private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private static final String KEY = "sec-websocket-key:";

	private static final int LONGEST_SHORT = 125;

	private static final int LENGTH_IN_TWO_BYTES = 126;

	private Frames() {
	}

	/**
	 * Read the request of the opening handshake.
	 * @return the answer
	 */
	static byte[] answerHandshake(DataInputStream in) throws IOException {
		String key = null;
		for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
			if (line.toLowerCase(Locale.ROOT).startsWith(KEY)) {
				key = line.substring(KEY.length()).trim();
			}
		}
		if (key == null) {
			throw new IOException("Not a WebSocket handshake");
		}
		return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII);
	}

	private static String readLine(DataInputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
			line.append((char) c);
		}
		return line.toString().stripTrailing();
	}

	static String accept(String key) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
			return Base64.getEncoder().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-1", ex);
		}
	}

	static byte[] text(byte[] payload) {
		return frame(TEXT, payload);
	}

	static byte[] frame(int opcode, byte[] payload) {
		ByteBuffer frame = ByteBuffer.allocate(payload.length + 10).put((byte) (0x80 | opcode));
		if (payload.length <= LONGEST_SHORT) {
			frame.put((byte) payload.length);
		}
		else if (payload.length <= 0xffff) {
			frame.put((byte) LENGTH_IN_TWO_BYTES).putShort((short) payload.length);
		}
		else {
			frame.put((byte) (LENGTH_IN_TWO_BYTES + 1)).putLong(payload.length);
		}
		frame.put(payload).flip();
		byte[] bytes = new byte[frame.remaining()];
		frame.get(bytes);
		return bytes;
	}

	/**
	 * Read the next message or control frame, without its mask.
	 */
	static Message read(DataInputStream in) throws IOException {
		ByteArrayOutputStream payload = new ByteArrayOutputStream();
		int first = readFrame(in, payload);
		int opcode = first & 0xf;
		for (int frame = first; (frame & 0x80) == 0;) {
			frame = readFrame(in, payload);
		}
		return new Message(opcode, payload.toByteArray());
	}

	private static int readFrame(DataInputStream in, ByteArrayOutputStream payload) throws IOException {
		int first = in.readUnsignedByte();
		int second = in.readUnsignedByte();
		long length = second & 0x7f;
		if (length == LENGTH_IN_TWO_BYTES) {
			length = in.readUnsignedShort();
		}
		else if (length > LENGTH_IN_TWO_BYTES) {
			length = in.readLong();
		}
		byte[] mask = ((second & 0x80) != 0) ? in.readNBytes(4) : new byte[4];
		byte[] bytes = in.readNBytes(Math.toIntExact(length));
		for (int i = 0; i < bytes.length; i++) {
			payload.write(bytes[i] ^ mask[i % 4]);
		}
		return first;
	}

	/**
	 * A message or a control frame.
	 *
	 * @param opcode its kind
	 * @param payload its bytes
	 */
	record Message(int opcode, byte[] payload) {

		String asText() {
			return new String(this.payload, StandardCharsets.UTF_8);
		}

	}

}
