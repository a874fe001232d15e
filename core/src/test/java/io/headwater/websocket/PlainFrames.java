package io.headwater.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the frames of a server the plain way, all bytes at hand: what RFC 6455 says, and
 * nothing of how the client does it.
 */
final class PlainFrames {

	/** More bytes would have to come. */
	static final int UNFINISHED = 0;

	final List<String> heard = new ArrayList<>();

	final List<String> pings = new ArrayList<>();

	private final ByteBuffer bytes;

	private final int limit;

	private final ByteArrayOutputStream message = new ByteArrayOutputStream();

	private int kind;

	PlainFrames(byte[] bytes, int limit) {
		this.bytes = ByteBuffer.wrap(bytes);
		this.limit = limit;
	}

	/**
	 * Read to the end.
	 * @return the code of the close frame or of the fault
	 */
	int read() {
		int code = -1;
		while (code < 0) {
			code = readFrame();
		}
		return code;
	}

	private int readFrame() {
		if (this.bytes.remaining() < 2) {
			return UNFINISHED;
		}
		int first = this.bytes.get() & 0xFF;
		int second = this.bytes.get() & 0xFF;
		boolean last = first >= 0x80;
		int opcode = first & 0x0F;
		boolean control = opcode >= 8;
		boolean known = opcode <= 2 || (opcode >= 8 && opcode <= 10);
		boolean misplaced = !control && (opcode == 0) == (this.kind == 0);
		if ((first & 0x70) != 0 || !known || second >= 0x80 || (control && (!last || second > 125)) || misplaced) {
			return 1002;
		}
		return control ? readControl(opcode, second) : readData(opcode, last, second);
	}

	private int readControl(int opcode, int length) {
		if (this.bytes.remaining() < length) {
			return UNFINISHED;
		}
		byte[] body = new byte[length];
		this.bytes.get(body);
		if (opcode == 8) {
			return readClose(body);
		}
		String text = new String(body, StandardCharsets.UTF_8);
		if (opcode == 9) {
			this.pings.add(text);
		}
		else {
			this.heard.add("pong:" + text);
		}
		return -1;
	}

	private static int readClose(byte[] body) {
		if (body.length == 0) {
			return 1005;
		}
		if (body.length == 1) {
			return 1002;
		}
		int code = Short.toUnsignedInt(ByteBuffer.wrap(body).getShort());
		boolean sendable = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014)
				|| (code >= 3000 && code <= 4999);
		if (!sendable) {
			return 1002;
		}
		return isText(ByteBuffer.wrap(body, 2, body.length - 2), true) ? code : 1007;
	}

	private int readData(int opcode, boolean last, int shortLength) {
		long length = shortLength;
		if (shortLength >= 126) {
			int size = (shortLength == 126) ? 2 : 8;
			if (this.bytes.remaining() < size) {
				return UNFINISHED;
			}
			length = (size == 2) ? Short.toUnsignedInt(this.bytes.getShort()) : this.bytes.getLong();
			if (length < ((size == 2) ? 126 : 65_536)) {
				return 1002;
			}
		}
		this.kind = (opcode == 0) ? this.kind : opcode;
		if (length > this.limit - this.message.size()) {
			return 1009;
		}
		byte[] part = new byte[(int) Math.min(length, this.bytes.remaining())];
		this.bytes.get(part);
		this.message.writeBytes(part);
		boolean whole = part.length == length;
		if (this.kind == 1 && !isText(ByteBuffer.wrap(this.message.toByteArray()), whole && last)) {
			return 1007;
		}
		if (!whole) {
			return UNFINISHED;
		}
		if (last) {
			this.heard.add(this.message.toString(StandardCharsets.UTF_8));
			this.message.reset();
			this.kind = 0;
		}
		return -1;
	}

	private static boolean isText(ByteBuffer bytes, boolean complete) {
		CharBuffer room = CharBuffer.allocate(bytes.remaining() + 1);
		return !StandardCharsets.UTF_8.newDecoder().decode(bytes, room, complete).isError();
	}

}
