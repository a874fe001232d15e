package io.headwater;

/**
 * The checks that the values of this package share when they are read from hexadecimal
 * text: the length first, so that no long text costs more than its length.
 */
final class HexText {

	private HexText() {
	}

	static void requireLength(CharSequence hex, int length, String what) {
		if (hex.length() != length) {
			throw new IllegalArgumentException(
					what + " takes " + length + " characters with its 0x, and this text has " + hex.length());
		}
		requirePrefix(hex, what);
	}

	static void requirePrefix(CharSequence hex, String what) {
		if (hex.length() < 2 || hex.charAt(0) != '0' || hex.charAt(1) != 'x') {
			throw new IllegalArgumentException(what + " starts with 0x");
		}
	}

	/** The JDK names the character, which may be any that a node chose. */
	static IllegalArgumentException notHexadecimal(String what) {
		return new IllegalArgumentException(what + " has other characters than hexadecimal digits");
	}

}
