package io.headwater.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What stands on the wire, made by hand: right frames and wrong ones.
 */
final class Wire {

	static final int FIN = 0x80;

	private Wire() {
	}

	static byte[] text(String text) {
		return frame(FIN | Opcode.TEXT, utf8(text));
	}

	static byte[] begin(String text) {
		return frame(Opcode.TEXT, utf8(text));
	}

	static byte[] more(String text) {
		return frame(Opcode.CONTINUATION, utf8(text));
	}

	static byte[] end(String text) {
		return frame(FIN | Opcode.CONTINUATION, utf8(text));
	}

	static byte[] ping(String body) {
		return frame(FIN | Opcode.PING, utf8(body));
	}

	static byte[] pong(String body) {
		return frame(FIN | Opcode.PONG, utf8(body));
	}

	static byte[] close(int code) {
		return close(code, "");
	}

	static byte[] close(int code, String reason) {
		return frame(FIN | Opcode.CLOSE, join(shortBytes(code), utf8(reason)));
	}

	/**
	 * A frame whose length is in its shortest form.
	 * @param first the first byte: FIN, reserved bits, opcode
	 */
	static byte[] frame(int first, byte[] payload) {
		int length = payload.length;
		if (length < 126) {
			return join(bytes(first, length), payload);
		}
		return (length <= 0xFFFF) ? join(bytes(first, 126), shortBytes(length), payload)
				: join(bytes(first, 127), longBytes(length), payload);
	}

	static byte[] bytes(int... values) {
		byte[] bytes = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			bytes[i] = (byte) values[i];
		}
		return bytes;
	}

	static byte[] hex(String hex) {
		return HexFormat.of().parseHex(hex.replace(" ", ""));
	}

	static byte[] shortBytes(int value) {
		return ByteBuffer.allocate(Short.BYTES).putShort((short) value).array();
	}

	static byte[] longBytes(long value) {
		return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static byte[] join(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.writeBytes(part);
		}
		return all.toByteArray();
	}

}
