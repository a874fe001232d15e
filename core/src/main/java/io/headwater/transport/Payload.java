package io.headwater.transport;

import java.util.Arrays;

/**
 * A whole message as it stands in the buffer of its connection, text as UTF-8. It is
 * valid only during the callback that hands it over: whoever keeps it takes a
 * {@link #copy()}.
 *
 * @param buffer holds the bytes, and others around them
 * @param offset where the message begins
 * @param length the number of bytes
 */
public record Payload(byte[] buffer, int offset, int length) {

	/**
	 * Return a part of the message, in the same buffer.
	 * @param from the first position, from 0
	 * @param to the position after the last one
	 */
	public Payload slice(int from, int to) {
		return new Payload(this.buffer, this.offset + from, to - from);
	}

	/** Return the message in a buffer of its own, which stays valid. */
	public Payload copy() {
		return new Payload(Arrays.copyOfRange(this.buffer, this.offset, this.offset + this.length), 0, this.length);
	}

}
