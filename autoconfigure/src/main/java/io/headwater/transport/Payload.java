package io.headwater.transport;

import java.util.Arrays;

/**
 * A whole message as it stands in the buffer of its connection. It is valid only during
 * the callback that hands it over: whoever keeps it takes a {@link #copy()}.
 */
public sealed interface Payload {

	/**
	 * Return how long the message is.
	 * @return the number of characters or bytes
	 */
	int length();

	/**
	 * Return a part of the message, in the same buffer.
	 * @param from the first position, from 0
	 * @param to the position after the last one
	 * @return the part
	 */
	Payload slice(int from, int to);

	/**
	 * Return the message in a buffer of its own.
	 * @return a copy that stays valid
	 */
	Payload copy();

	/**
	 * A text message.
	 *
	 * @param buffer holds the characters, and others around them
	 * @param offset where the message begins
	 * @param length the number of characters
	 */
	record Text(char[] buffer, int offset, int length) implements Payload {

		@Override
		public Payload slice(int from, int to) {
			return new Text(this.buffer, this.offset + from, to - from);
		}

		@Override
		public Payload copy() {
			return new Text(Arrays.copyOfRange(this.buffer, this.offset, this.offset + this.length), 0, this.length);
		}

	}

	/**
	 * A message in bytes, which are UTF-8 if it is text.
	 *
	 * @param buffer holds the bytes, and others around them
	 * @param offset where the message begins
	 * @param length the number of bytes
	 */
	record Binary(byte[] buffer, int offset, int length) implements Payload {

		@Override
		public Payload slice(int from, int to) {
			return new Binary(this.buffer, this.offset + from, to - from);
		}

		@Override
		public Payload copy() {
			return new Binary(Arrays.copyOfRange(this.buffer, this.offset, this.offset + this.length), 0, this.length);
		}

	}

}
