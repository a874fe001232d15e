package io.headwater.node;

import java.math.BigInteger;
import java.util.HexFormat;

import io.headwater.jsonrpc.MalformedResultException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads and writes quantities by the grammar of the execution API: {@code 0x}, then
 * hexadecimal digits without leading zeros. The length is checked before anything is
 * computed, since parsing a long number takes a time that grows with its square.
 *
 * @see <a href="https://github.com/ethereum/execution-apis">The execution API's
 * specification, schema uint</a>
 */
final class Quantities {

	private static final int LONGEST = 2 + 64;

	private static final int LONGEST_LONG = 2 + 16;

	private Quantities() {
	}

	static String of(long value) {
		return "0x" + Long.toHexString(value);
	}

	/**
	 * Read a number that the specification bounds to 64 bits.
	 * @return the number, not negative: one that needs all 64 bits is refused
	 */
	static long toLong(CharSequence text) throws MalformedResultException {
		if (!isQuantity(text, LONGEST_LONG)) {
			throw new MalformedResultException("is no quantity of 64 bits");
		}
		long value = HexFormat.fromHexDigitsToLong(text, 2, text.length());
		if (value < 0) {
			throw new MalformedResultException("is larger than 2^63 - 1");
		}
		return value;
	}

	static BigInteger toBigInteger(CharSequence text) throws MalformedResultException {
		if (!isQuantity(text, LONGEST)) {
			throw new MalformedResultException("is no quantity of 256 bits");
		}
		if (text.length() < LONGEST_LONG) {
			return BigInteger.valueOf(HexFormat.fromHexDigitsToLong(text, 2, text.length()));
		}
		return new BigInteger(text.subSequence(2, text.length()).toString(), 16);
	}

	private static boolean isQuantity(CharSequence text, int longest) {
		int length = text.length();
		if (length < 3 || length > longest || text.charAt(0) != '0' || text.charAt(1) != 'x') {
			return false;
		}
		if (text.charAt(2) == '0' && length > 3) {
			return false;
		}
		for (int i = 2; i < length; i++) {
			if (!HexFormat.isHexDigit(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	static Long read(JsonParser parser) throws MalformedResultException {
		if (parser.currentToken() != JsonToken.VALUE_STRING) {
			throw new MalformedResultException("a quantity is a string");
		}
		return toLong(parser.getString());
	}

}
