package io.headwater;

import java.util.HexFormat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A 32-byte value, such as the hash of a block or the root of a tree. Immutable, compared
 * by content, written as {@code 0x} and 64 lower-case hexadecimal digits, also in JSON.
 */
public final class Hash implements Comparable<Hash> {

	/**
	 * The value of 32 zero bytes: the parent hash of a genesis block, which has no
	 * parent.
	 */
	public static final Hash ZERO = new Hash(0, 0, 0, 0);

	private static final int LENGTH = 2 + 64;

	private final long a;

	private final long b;

	private final long c;

	private final long d;

	private Hash(long a, long b, long c, long d) {
		this.a = a;
		this.b = b;
		this.c = c;
		this.d = d;
	}

	/**
	 * Make a hash of its bits.
	 * @param first the first 64 bits, most significant first
	 * @param second those after them
	 * @param third those after them
	 * @param last the last 64 bits
	 * @return the hash
	 */
	public static Hash of(long first, long second, long third, long last) {
		return new Hash(first, second, third, last);
	}

	/**
	 * Read a hash from its hexadecimal form.
	 * @param hex {@code 0x} and 64 hexadecimal digits of either case
	 * @return the hash
	 * @throws IllegalArgumentException if the text has another form; the message does not
	 * repeat the text, which may come from a hostile node
	 */
	@JsonCreator
	public static Hash of(CharSequence hex) {
		HexText.requireLength(hex, LENGTH, "A hash");
		try {
			return new Hash(HexFormat.fromHexDigitsToLong(hex, 2, 18), HexFormat.fromHexDigitsToLong(hex, 18, 34),
					HexFormat.fromHexDigitsToLong(hex, 34, 50), HexFormat.fromHexDigitsToLong(hex, 50, 66));
		}
		catch (NumberFormatException ex) {
			throw HexText.notHexadecimal("A hash");
		}
	}

	@Override
	public int compareTo(Hash other) {
		int result = Long.compareUnsigned(this.a, other.a);
		result = (result != 0) ? result : Long.compareUnsigned(this.b, other.b);
		result = (result != 0) ? result : Long.compareUnsigned(this.c, other.c);
		return (result != 0) ? result : Long.compareUnsigned(this.d, other.d);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Hash that && this.a == that.a && this.b == that.b && this.c == that.c
				&& this.d == that.d;
	}

	@Override
	public int hashCode() {
		return Long.hashCode(this.a ^ this.b ^ this.c ^ this.d);
	}

	/**
	 * Return the hexadecimal form.
	 * @return {@code 0x} and 64 lower-case digits
	 */
	@Override
	@JsonValue
	public String toString() {
		HexFormat hex = HexFormat.of();
		return "0x" + hex.toHexDigits(this.a) + hex.toHexDigits(this.b) + hex.toHexDigits(this.c)
				+ hex.toHexDigits(this.d);
	}

}
