package io.headwater;

import java.util.Arrays;
import java.util.HexFormat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of any number, such as a block's {@code extraData} or its bloom filter.
 * Immutable, compared by content, written as {@code 0x} and two lower-case hexadecimal
 * digits a byte, also in JSON.
 */
public final class Bytes {

	private final byte[] value;

	private Bytes(byte[] value) {
		this.value = value;
	}

	/**
	 * Take bytes as they are.
	 * @param value the bytes, which are copied
	 * @return the bytes
	 */
	public static Bytes of(byte[] value) {
		return new Bytes(value.clone());
	}

	/**
	 * Read bytes from their hexadecimal form.
	 * @param hex {@code 0x} and an even number of hexadecimal digits of either case
	 * @return the bytes
	 * @throws IllegalArgumentException if the text has another form
	 */
	@JsonCreator
	public static Bytes of(CharSequence hex) {
		HexText.requirePrefix(hex, "Hexadecimal data");
		if (hex.length() % 2 != 0) {
			throw new IllegalArgumentException("Hexadecimal data has two digits a byte");
		}
		byte[] value = new byte[hex.length() / 2 - 1];
		try {
			for (int i = 0; i < value.length; i++) {
				int high = HexFormat.fromHexDigit(hex.charAt(2 * i + 2));
				value[i] = (byte) (high << 4 | HexFormat.fromHexDigit(hex.charAt(2 * i + 3)));
			}
		}
		catch (NumberFormatException ex) {
			throw HexText.notHexadecimal("Hexadecimal data");
		}
		return new Bytes(value);
	}

	/**
	 * Return how many bytes there are.
	 * @return the number of bytes
	 */
	public int size() {
		return this.value.length;
	}

	/**
	 * Return the bytes as an array.
	 * @return a copy
	 */
	public byte[] toArray() {
		return this.value.clone();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Bytes that && Arrays.equals(this.value, that.value);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.value);
	}

	/**
	 * Return the hexadecimal form.
	 * @return {@code 0x} and two lower-case digits a byte
	 */
	@Override
	@JsonValue
	public String toString() {
		return "0x" + HexFormat.of().formatHex(this.value);
	}

}
