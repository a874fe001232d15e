package io.headwater;

import java.util.Objects;

/**
 * Names one block: its number alone would not, since branches share numbers.
 *
 * @param number the block's number, 0 for genesis
 * @param hash the block's hash
 */
public record BlockRef(long number, Hash hash) {

	public BlockRef {
		Objects.requireNonNull(hash, "hash");
		if (number < 0) {
			throw new IllegalArgumentException("A block's number is not negative");
		}
	}

	@Override
	public String toString() {
		return this.number + " (" + this.hash + ")";
	}

}
