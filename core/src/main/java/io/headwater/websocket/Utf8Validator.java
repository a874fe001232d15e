package io.headwater.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks that a text is UTF-8 (RFC 3629) as its bytes come, so that a wrong one is found
 * at its first wrong byte, wherever frames and reads cut it. For one thread.
 */
final class Utf8Validator {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final long HIGH_BITS = 0x8080808080808080L;

	private static final int LOWEST = 0x80;

	private static final int HIGHEST = 0xBF;

	/** How many bytes of the character that was begun are still to come. */
	private int missing;

	/** Between what the next of them must be. */
	private int lower;

	private int upper;

	/** Forget the text so far. */
	void reset() {
		this.missing = 0;
	}

	/** Whether no character is left unfinished. */
	boolean isComplete() {
		return this.missing == 0;
	}

	/**
	 * Check the next bytes.
	 * @param to the position after the last one
	 * @return whether the text can be UTF-8 so far; otherwise the validator is to be
	 * reset
	 */
	boolean accept(byte[] bytes, int from, int to) {
		int at = from;
		while (at < to) {
			if (this.missing == 0) {
				at = skipAscii(bytes, at, to);
				if (at < to && !begin(bytes[at++] & 0xFF)) {
					return false;
				}
			}
			else {
				int next = bytes[at++] & 0xFF;
				if (next < this.lower || next > this.upper) {
					return false;
				}
				this.missing--;
				this.lower = LOWEST;
				this.upper = HIGHEST;
			}
		}
		return true;
	}

	private static int skipAscii(byte[] bytes, int from, int to) {
		int at = from;
		while (to - at >= Long.BYTES && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
			at += Long.BYTES;
		}
		while (at < to && bytes[at] >= 0) {
			at++;
		}
		return at;
	}

	/** Shortest forms only, no surrogates, nothing beyond U+10FFFF. */
	private boolean begin(int lead) {
		this.lower = LOWEST;
		this.upper = HIGHEST;
		if (lead >= 0xC2 && lead <= 0xDF) {
			this.missing = 1;
		}
		else if (lead >= 0xE0 && lead <= 0xEF) {
			this.missing = 2;
			this.lower = (lead == 0xE0) ? 0xA0 : LOWEST;
			this.upper = (lead == 0xED) ? 0x9F : HIGHEST;
		}
		else if (lead >= 0xF0 && lead <= 0xF4) {
			this.missing = 3;
			this.lower = (lead == 0xF0) ? 0x90 : LOWEST;
			this.upper = (lead == 0xF4) ? 0x8F : HIGHEST;
		}
		return this.missing > 0;
	}

}
