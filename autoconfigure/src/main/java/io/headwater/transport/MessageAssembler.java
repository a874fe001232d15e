package io.headwater.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;

/**
 * Joins the parts of a message under a cap, in a buffer that is used again. The container
 * hands parts over because its own buffer for whole messages is as large as the cap from
 * the start. For one thread at a time.
 */
final class MessageAssembler {

	private static final int USUAL_LENGTH = 8 * 1024;

	private static final int KEPT_LENGTH = 64 * 1024;

	private final int maxLength;

	private char[] text = new char[USUAL_LENGTH];

	private byte[] bytes = new byte[0];

	private int length;

	MessageAssembler(int maxLength) {
		this.maxLength = maxLength;
	}

	/**
	 * Add a part.
	 * @return the message if this was its last part, valid until the next call
	 * @throws MessageTooLongException if the message is longer than the cap
	 */
	@Nullable Payload add(WebSocketMessage<?> part) throws MessageTooLongException {
		if (this.length == 0) {
			release();
		}
		if (part instanceof TextMessage message) {
			append(message.getPayload());
		}
		else if (part instanceof BinaryMessage message) {
			append(message.getPayload());
		}
		if (!part.isLast()) {
			return null;
		}
		int length = this.length;
		this.length = 0;
		return (part instanceof TextMessage) ? new Payload.Text(this.text, 0, length)
				: new Payload.Binary(this.bytes, 0, length);
	}

	private void append(String part) throws MessageTooLongException {
		int end = grow(part.length());
		if (end > this.text.length) {
			this.text = Arrays.copyOf(this.text, capacity(end));
		}
		part.getChars(0, part.length(), this.text, this.length);
		this.length = end;
	}

	private void append(ByteBuffer part) throws MessageTooLongException {
		int count = part.remaining();
		int end = grow(count);
		if (end > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, capacity(end));
		}
		part.get(this.bytes, this.length, count);
		this.length = end;
	}

	private int grow(int count) throws MessageTooLongException {
		if (count > this.maxLength - this.length) {
			throw new MessageTooLongException();
		}
		return this.length + count;
	}

	private int capacity(int needed) {
		return Math.max(needed, Math.min(needed * 2, this.maxLength));
	}

	/** One large message must not hold its memory for the life of the connection. */
	private void release() {
		if (this.text.length > KEPT_LENGTH) {
			this.text = new char[USUAL_LENGTH];
		}
		if (this.bytes.length > KEPT_LENGTH) {
			this.bytes = new byte[0];
		}
	}

	/**
	 * A message is longer than the cap.
	 */
	static final class MessageTooLongException extends Exception {

		private static final long serialVersionUID = 1L;

	}

}
