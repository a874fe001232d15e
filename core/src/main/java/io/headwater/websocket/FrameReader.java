package io.headwater.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.springframework.web.socket.CloseStatus;

/**
 * Reads the frames of a node (RFC 6455, section 5) and joins their messages. What a frame
 * announces is checked before anything is read or allocated for it. For the reader
 * thread.
 */
final class FrameReader {

	private static final int FIN = 0x80;

	private static final int RESERVED = 0x70;

	private static final int OPCODE = 0x0F;

	private static final int MASKED = 0x80;

	private static final int MAX_CONTROL_LENGTH = 125;

	private static final int LENGTH_16 = 126;

	private static final int MAX_LENGTH_16 = 0xFFFF;

	private final ReadBuffer buffer;

	private final Deadlines deadlines;

	private final Receiver receiver;

	private final Utf8Validator validator = new Utf8Validator();

	/** The kind of the message that was begun, or that of a continuation for none. */
	private int message = Opcode.CONTINUATION;

	/** How long that message is so far. */
	private int length;

	private boolean deadlineSet;

	FrameReader(ReadBuffer buffer, Deadlines deadlines, Receiver receiver) {
		this.buffer = buffer;
		this.deadlines = deadlines;
		this.receiver = receiver;
	}

	/**
	 * Read and hand over what comes until a close frame does.
	 * @return what the close frame says
	 * @throws ProtocolException if the node breaks the protocol
	 * @throws IOException if the connection ends otherwise
	 */
	CloseStatus readToClose() throws IOException {
		while (true) {
			if (this.buffer.available() == 0 && this.message == Opcode.CONTINUATION) {
				// Only here a node may be silent for as long as it likes.
				this.buffer.read();
			}
			await(2);
			int first = this.buffer.next();
			int second = this.buffer.next();
			int opcode = first & OPCODE;
			check(first, second, opcode);
			if (!Opcode.isControl(opcode)) {
				readData(opcode, (first & FIN) != 0, readLength(second));
			}
			else {
				await(second);
				ByteBuffer body = this.buffer.next(second);
				if (opcode == Opcode.CLOSE) {
					return CloseBody.read(body);
				}
				this.receiver.control(opcode, body);
				ended();
			}
		}
	}

	private void check(int first, int second, int opcode) throws ProtocolException {
		require((first & RESERVED) == 0, "a frame has reserved bits, but no extension was agreed on");
		require(Opcode.isKnown(opcode), "a frame has a reserved opcode");
		require((second & MASKED) == 0, "a frame of a server is masked");
		if (Opcode.isControl(opcode)) {
			require((first & FIN) != 0, "a control frame is fragmented");
			require(second <= MAX_CONTROL_LENGTH, "a control frame is longer than 125 bytes");
		}
		else {
			boolean continues = opcode == Opcode.CONTINUATION;
			boolean begun = this.message != Opcode.CONTINUATION;
			require(!continues || begun, "a frame continues a message that was not begun");
			require(continues || !begun, "a message begins within another one");
		}
	}

	private long readLength(int second) throws IOException {
		if (second < LENGTH_16) {
			return second;
		}
		boolean isShort = second == LENGTH_16;
		await(isShort ? Short.BYTES : Long.BYTES);
		ByteBuffer bytes = this.buffer.next(isShort ? Short.BYTES : Long.BYTES);
		long length = isShort ? Short.toUnsignedLong(bytes.getShort()) : bytes.getLong();
		require(length >= 0, "a frame is longer than 2^63-1 bytes");
		require(length >= (isShort ? LENGTH_16 : MAX_LENGTH_16 + 1), "a length is not in its shortest form");
		return length;
	}

	private void readData(int opcode, boolean last, long announced) throws IOException {
		if (opcode != Opcode.CONTINUATION) {
			this.message = opcode;
			this.validator.reset();
		}
		boolean text = this.message == Opcode.TEXT;
		int limit = this.receiver.limit(text);
		if (announced > limit - this.length) {
			throw ProtocolException.tooLong(limit);
		}
		this.length += (int) announced;
		for (int missing = (int) announced; missing > 0;) {
			await(1);
			int count = Math.min(missing, this.buffer.available());
			if (!this.buffer.moveToMessage(count, this.validator, text)) {
				throw ProtocolException.badText("a text is not UTF-8");
			}
			missing -= count;
		}
		if (last) {
			if (text && !this.validator.isComplete()) {
				throw ProtocolException.badText("a text ends within a character");
			}
			this.message = Opcode.CONTINUATION;
			this.length = 0;
			ended();
			this.receiver.message(this.buffer.takeMessage());
		}
	}

	/** Read until so many bytes of what was begun are available. */
	private void await(int count) throws IOException {
		while (this.buffer.available() < count) {
			if (!this.deadlineSet) {
				this.deadlineSet = true;
				this.deadlines.set(Deadlines.Kind.MESSAGE);
			}
			if (this.buffer.isFull()) {
				this.receiver.messageGoesOn();
			}
			this.buffer.read();
		}
	}

	/** A control frame within a message gives it no more time. */
	private void ended() {
		if (this.deadlineSet && this.message == Opcode.CONTINUATION) {
			this.deadlineSet = false;
			this.deadlines.clear(Deadlines.Kind.MESSAGE);
		}
	}

	private static void require(boolean condition, String reason) throws ProtocolException {
		if (!condition) {
			throw ProtocolException.violation(reason);
		}
	}

	/**
	 * Takes what is read, on the reader thread. Buffers are valid only during the call.
	 */
	interface Receiver {

		/**
		 * Return how long a message may be.
		 * @param text whether it is text, or binary
		 * @return the greatest length in bytes
		 * @throws ProtocolException if no such message is accepted at all
		 */
		int limit(boolean text) throws ProtocolException;

		/** A message has filled the buffer, and is not over. */
		void messageGoesOn();

		void message(ByteBuffer bytes);

		/**
		 * Take a ping or a pong.
		 * @param body what it says, at most 125 bytes
		 * @throws IOException if a ping could not be answered
		 */
		void control(int opcode, ByteBuffer body) throws IOException;

	}

}
