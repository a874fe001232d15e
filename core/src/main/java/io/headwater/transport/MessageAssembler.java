package io.headwater.transport;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;

/**
 * Joins the parts of a message under a cap, in a buffer that is used again. Text becomes
 * UTF-8, half as large as characters: with it, and with a buffer that grows by half, a
 * message takes at most 2.5 times its length. For one thread at a time.
 */
final class MessageAssembler {

	/** How many characters become bytes at a time. */
	private static final int CHUNK = 8 * 1024;

	private static final int KEPT_LENGTH = 64 * 1024;

	private final int maxLength;

	private final CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder()
		.onMalformedInput(CodingErrorAction.REPLACE)
		.onUnmappableCharacter(CodingErrorAction.REPLACE);

	/** Empty where messages come as bytes. */
	private char[] text = new char[0];

	private byte[] bytes = new byte[0];

	private int length;

	private boolean unfinished;

	/** 1 if the text ends with the first half of a character, whose second is to come. */
	private int carried;

	MessageAssembler(int maxLength) {
		this.maxLength = maxLength;
	}

	/**
	 * Add a part.
	 * @return the message if this was its last part, valid until the next call
	 * @throws MessageTooLongException if the message is longer than the cap
	 */
	@Nullable Payload add(WebSocketMessage<?> part) throws MessageTooLongException {
		if (!this.unfinished) {
			begin();
		}
		this.unfinished = !part.isLast();
		if (part instanceof TextMessage message) {
			append(message.getPayload(), part.isLast());
		}
		else if (part instanceof BinaryMessage message) {
			append(message.getPayload());
		}
		return part.isLast() ? new Payload(this.bytes, 0, this.length) : null;
	}

	/** One large message must not hold its memory for the life of the connection. */
	private void begin() {
		this.length = 0;
		this.carried = 0;
		this.utf8.reset();
		if (this.bytes.length > KEPT_LENGTH) {
			this.bytes = new byte[0];
		}
	}

	private void append(String part, boolean last) throws MessageTooLongException {
		if (this.text.length == 0) {
			this.text = new char[CHUNK];
		}
		int read = 0;
		do {
			int count = Math.min(part.length() - read, CHUNK - this.carried);
			part.getChars(read, read + count, this.text, this.carried);
			read += count;
			encode(this.carried + count, last && read == part.length());
		}
		while (read < part.length());
	}

	/** From an array, since the JDK encodes one much faster than a string. */
	private void encode(int count, boolean last) throws MessageTooLongException {
		CharBuffer chars = CharBuffer.wrap(this.text, 0, count);
		reserve(count);
		while (encode(chars, last).isOverflow()) {
			reserve(this.bytes.length - this.length + 1);
		}
		this.carried = chars.remaining();
		chars.get(this.text, 0, this.carried);
	}

	private CoderResult encode(CharBuffer chars, boolean last) {
		ByteBuffer room = ByteBuffer.wrap(this.bytes, this.length, this.bytes.length - this.length);
		CoderResult result = this.utf8.encode(chars, room, last);
		this.length = room.position();
		return result;
	}

	private void append(ByteBuffer part) throws MessageTooLongException {
		int count = part.remaining();
		reserve(count);
		part.get(this.bytes, this.length, count);
		this.length += count;
	}

	private void reserve(int count) throws MessageTooLongException {
		if (count > this.maxLength - this.length) {
			throw new MessageTooLongException();
		}
		int needed = this.length + count;
		if (needed > this.bytes.length) {
			int grown = Math.min(this.bytes.length + this.bytes.length / 2, this.maxLength);
			this.bytes = Arrays.copyOf(this.bytes, Math.max(needed, grown));
		}
	}

	/** A message is longer than the cap. */
	static final class MessageTooLongException extends Exception {

		private static final long serialVersionUID = 1L;

	}

}
