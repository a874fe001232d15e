package io.headwater;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A 20-byte account address. Immutable, compared by content, written as {@code 0x} and 40
 * lower-case hexadecimal digits (no EIP-55 checksum), also in JSON.
 */
public final class Address {

	private static final int SIZE = 20;

	private static final int LENGTH = 2 + 2 * SIZE;

	private final Bytes value;

	private Address(Bytes value) {
		this.value = value;
	}

	/**
	 * Make an address of its bytes.
	 * @param value the bytes, 20 of them
	 * @return the address
	 * @throws IllegalArgumentException if there are more or fewer
	 */
	public static Address of(Bytes value) {
		if (value.size() != SIZE) {
			throw new IllegalArgumentException("An address has 20 bytes, not " + value.size());
		}
		return new Address(value);
	}

	/**
	 * Read an address from its hexadecimal form.
	 * @param hex {@code 0x} and 40 hexadecimal digits of either case; an EIP-55 checksum
	 * is not verified
	 * @return the address
	 * @throws IllegalArgumentException if the text has another form
	 */
	@JsonCreator
	public static Address of(CharSequence hex) {
		HexText.requireLength(hex, LENGTH, "An address");
		return new Address(Bytes.of(hex));
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Address that && this.value.equals(that.value);
	}

	@Override
	public int hashCode() {
		return this.value.hashCode();
	}

	/**
	 * Return the hexadecimal form.
	 * @return {@code 0x} and 40 lower-case digits
	 */
	@Override
	@JsonValue
	public String toString() {
		return this.value.toString();
	}

}
