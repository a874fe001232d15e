package io.headwater.ethereum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import io.headwater.Address;
import io.headwater.Bytes;
import io.headwater.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Reads hexadecimal digits from a buffer, each value up to its quotation mark, behind
 * which it then stands. A value of another form than the usual one is {@code null}, and
 * the cursor stands anywhere. For one thread.
 */
final class HexCursor {

	private static final VarHandle EIGHT_BYTES = MethodHandles.byteArrayViewVarHandle(long[].class,
			ByteOrder.BIG_ENDIAN);

	private static final VarHandle FOUR_BYTES = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

	/** Times a number below 256: that number in each byte of a long. */
	private static final long EACH = 0x0101010101010101L;

	private static final long TOP_BITS = 0x8080808080808080L;

	private static final int DIGITS_OF_LONG = 16;

	private static final int DIGITS_OF_256_BITS = 64;

	private final byte[] buffer;

	private final int end;

	private int position;

	/** The top bit of each byte tells whether there were digits only in its place. */
	private long valid;

	/**
	 * Create a cursor.
	 * @param from where it stands
	 * @param end where the text ends
	 */
	HexCursor(byte[] buffer, int from, int end) {
		this.buffer = buffer;
		this.position = from;
		this.end = end;
	}

	/** Negative for what is none. */
	private static int digit(byte value) {
		return HexFormat.isHexDigit(value) ? HexFormat.fromHexDigit(value) : -1;
	}

	/**
	 * Return the byte here, and go on.
	 * @return the byte, or 0 at the end of the text
	 */
	byte next() {
		return (this.position < this.end) ? this.buffer[this.position++] : 0;
	}

	/**
	 * Go behind a text if it stands here.
	 * @return whether it does
	 */
	boolean skip(byte[] text) {
		int to = this.position + text.length;
		if (to > this.end || !Arrays.equals(this.buffer, this.position, to, text, 0, text.length)) {
			return false;
		}
		this.position = to;
		return true;
	}

	/**
	 * Whether a byte stands here, and nothing after it.
	 */
	boolean isLast(char value) {
		return this.position == this.end - 1 && this.buffer[this.position] == value;
	}

	@Nullable Hash hash() {
		int from = this.position;
		if (!skipDigits(DIGITS_OF_256_BITS)) {
			return null;
		}
		this.valid = TOP_BITS;
		Hash hash = Hash.of(sixteen(from), sixteen(from + 16), sixteen(from + 32), sixteen(from + 48));
		return areDigits() ? hash : null;
	}

	private long sixteen(int from) {
		return (eight(from) << Integer.SIZE) | eight(from + 8);
	}

	/**
	 * Read eight digits at once: the bytes of a long are looked at side by side. In ASCII
	 * the low half of a digit's byte is its value, of a letter's 9 less.
	 */
	private long eight(int from) {
		long bytes = (long) EIGHT_BYTES.get(this.buffer, from);
		long lower = bytes | 0x20 * EACH;
		// With these added, the top bit tells whether a byte is at least the one named.
		long digits = (bytes + (0x80 - '0') * EACH) & ~(bytes + (0x80 - '9' - 1) * EACH);
		long letters = (lower + (0x80 - 'a') * EACH) & ~(lower + (0x80 - 'f' - 1) * EACH);
		this.valid &= (digits | letters) & ~bytes & TOP_BITS;
		long value = (bytes & 0x0F * EACH) + (bytes >>> 6 & EACH) * 9;
		value = (value | value >>> 4) & 0x00FF00FF00FF00FFL;
		value = (value | value >>> 8) & 0x0000FFFF0000FFFFL;
		return (value | value >>> 16) & 0xFFFFFFFFL;
	}

	private boolean areDigits() {
		return this.valid == TOP_BITS;
	}

	@Nullable Address address() {
		Bytes bytes = bytes(20);
		return (bytes != null) ? Address.of(bytes) : null;
	}

	/**
	 * Return data of a fixed length.
	 */
	@Nullable Bytes bytes(int count) {
		int from = this.position;
		return skipDigits(2 * count) ? bytes(from, count) : null;
	}

	/**
	 * Return data of any length.
	 * @param most the most bytes
	 */
	@Nullable Bytes bytesUpTo(int most) {
		int from = this.position;
		int to = quotationMark(from, Math.min((long) from + 2L * most, this.end - 1L));
		if (to < 0 || (to - from) % 2 != 0) {
			return null;
		}
		this.position = to + 1;
		return bytes(from, (to - from) / 2);
	}

	private @Nullable Bytes bytes(int from, int count) {
		byte[] value = new byte[count];
		int all = 0;
		int i = 0;
		this.valid = TOP_BITS;
		for (; i + 4 <= count; i += 4) {
			FOUR_BYTES.set(value, i, (int) eight(from + 2 * i));
		}
		for (; i < count; i++) {
			int high = digit(this.buffer[from + 2 * i]);
			int low = digit(this.buffer[from + 2 * i + 1]);
			value[i] = (byte) (high << 4 | low);
			all |= high | low;
		}
		return (all >= 0 && areDigits()) ? Bytes.of(value) : null;
	}

	/**
	 * Without leading zeros, as the grammar of quantities wants it; others are unusual.
	 */
	@Nullable Long quantity() {
		int from = this.position;
		long value = 0;
		for (int i = from; i < this.end && i <= from + DIGITS_OF_LONG; i++) {
			int digit = digit(this.buffer[i]);
			if (digit < 0) {
				return (endQuantity(from, i) && value >= 0) ? Long.valueOf(value) : null;
			}
			value = value << 4 | digit;
		}
		return null;
	}

	@Nullable BigInteger bigQuantity() {
		int from = this.position;
		int to = quotationMark(from, Math.min((long) from + DIGITS_OF_256_BITS, this.end - 1L));
		if (to - from < DIGITS_OF_LONG) {
			Long value = quantity();
			return (value != null) ? BigInteger.valueOf(value) : null;
		}
		for (int i = from; i < to; i++) {
			if (digit(this.buffer[i]) < 0) {
				return null;
			}
		}
		return endQuantity(from, to)
				? new BigInteger(new String(this.buffer, from, to - from, StandardCharsets.US_ASCII), 16) : null;
	}

	/** Go behind a quantity if it ends here, and follows the grammar. */
	private boolean endQuantity(int from, int to) {
		this.position = to + 1;
		boolean isWhole = this.buffer[to] == '"' && to > from;
		return isWhole && (this.buffer[from] != '0' || to == from + 1);
	}

	private boolean skipDigits(int count) {
		int to = this.position + count;
		if (to >= this.end || this.buffer[to] != '"') {
			return false;
		}
		this.position = to + 1;
		return true;
	}

	private int quotationMark(int from, long last) {
		for (int i = from; i <= last; i++) {
			if (this.buffer[i] == '"') {
				return i;
			}
		}
		return -1;
	}

}
