package io.headwater.websocket;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The one buffer of a connection, into which the socket is read and in which messages are
 * put together. It holds the message so far and, after it, the bytes that were read but
 * not looked at. What lies between them (headers of frames, control frames) closes up as
 * payload moves over to the message; a message of one frame stays where it was read. For
 * the reader thread.
 */
final class ReadBuffer {

	static final int USUAL_CAPACITY = 32 * 1024;

	/** One large message must not hold its memory for the life of the connection. */
	private static final int KEPT_CAPACITY = 4 * USUAL_CAPACITY;

	private final InputStream in;

	private byte[] bytes = new byte[USUAL_CAPACITY];

	private int messageFrom;

	private int messageTo;

	private int position;

	private int limit;

	ReadBuffer(InputStream in) {
		this.in = in;
	}

	/** How many bytes were read but not looked at. */
	int available() {
		return this.limit - this.position;
	}

	/** Take the next byte, which must be available. */
	int next() {
		return this.bytes[this.position++] & 0xFF;
	}

	/** Take some bytes that belong to no message: a view, valid until the next read. */
	ByteBuffer next(int count) {
		ByteBuffer view = ByteBuffer.wrap(this.bytes, this.position, count);
		this.position += count;
		return view;
	}

	/**
	 * Move available bytes to the end of the message.
	 * @return whether they may be text so far
	 */
	boolean moveToMessage(int count, Utf8Validator validator, boolean text) {
		if (this.messageFrom == this.messageTo) {
			this.messageFrom = this.position;
			this.messageTo = this.position;
		}
		else if (this.position != this.messageTo) {
			System.arraycopy(this.bytes, this.position, this.bytes, this.messageTo, count);
		}
		int from = this.messageTo;
		this.messageTo += count;
		this.position += count;
		return !text || validator.accept(this.bytes, from, this.messageTo);
	}

	/** Take the message: a view, valid until the next read. */
	ByteBuffer takeMessage() {
		ByteBuffer view = ByteBuffer.wrap(this.bytes, this.messageFrom, this.messageTo - this.messageFrom);
		this.messageFrom = this.messageTo;
		return view;
	}

	/** Whether nothing more can be read unless the buffer grows. */
	boolean isFull() {
		return messageLength() + available() == this.bytes.length;
	}

	/**
	 * Wait for more bytes. The buffer grows if it is full.
	 * @throws EOFException if none come any more
	 */
	void read() throws IOException {
		makeRoom();
		int count = this.in.read(this.bytes, this.limit, this.bytes.length - this.limit);
		if (count < 0) {
			throw new EOFException("the connection has ended without a close frame");
		}
		this.limit += count;
	}

	private int messageLength() {
		return this.messageTo - this.messageFrom;
	}

	private void makeRoom() {
		if (isFull()) {
			// By half, so that a message takes at most 2.5 times its length meanwhile.
			move(Arrays.copyOf(this.bytes, this.bytes.length + this.bytes.length / 2));
		}
		else if (this.bytes.length > KEPT_CAPACITY && messageLength() + available() < USUAL_CAPACITY) {
			move(new byte[USUAL_CAPACITY]);
		}
		else if (hasGaps()
				&& (this.bytes.length - this.limit < this.bytes.length / 4 || messageLength() + available() == 0)) {
			move(this.bytes);
		}
	}

	private boolean hasGaps() {
		return this.messageFrom > 0 || this.position > this.messageTo;
	}

	private void move(byte[] target) {
		int length = messageLength();
		int rest = available();
		System.arraycopy(this.bytes, this.messageFrom, target, 0, length);
		System.arraycopy(this.bytes, this.position, target, length, rest);
		this.bytes = target;
		this.messageFrom = 0;
		this.messageTo = length;
		this.position = length;
		this.limit = length + rest;
	}

}
