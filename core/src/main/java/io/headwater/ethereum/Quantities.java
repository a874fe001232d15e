package io.headwater.ethereum;

import java.math.BigInteger;
import java.util.HexFormat;

import io.headwater.jsonrpc.MalformedResultException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads and writes quantities by the grammar of the execution API: {@code 0x}, then
 * hexadecimal digits, without leading zeros when written. The length is checked before
 * anything is computed, since parsing a long number takes a time that grows with its
 * square.
 *
 * @see <a href="https://github.com/ethereum/execution-apis">The execution API's
 * specification, schema uint</a>
 */
final class Quantities {

	private static final int LONGEST = 2 + 64;

	private static final int DIGITS_OF_LONG = 16;

	private static final String RANGE = "a quantity is from 0 to 2^63 - 1";

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
		int from = firstDigit(text);
		long value = (text.length() - from <= DIGITS_OF_LONG) ? HexFormat.fromHexDigitsToLong(text, from, text.length())
				: -1;
		if (value < 0) {
			throw new MalformedResultException(RANGE);
		}
		return value;
	}

	static BigInteger toBigInteger(CharSequence text) throws MalformedResultException {
		int from = firstDigit(text);
		if (text.length() - from < DIGITS_OF_LONG) {
			return BigInteger.valueOf(HexFormat.fromHexDigitsToLong(text, from, text.length()));
		}
		return new BigInteger(text.subSequence(from, text.length()).toString(), 16);
	}

	/**
	 * Find the first digit that counts. The grammar forbids zeros before it, but some
	 * nodes write them, and what they mean is plain.
	 */
	private static int firstDigit(CharSequence text) throws MalformedResultException {
		int length = text.length();
		boolean isQuantity = length > 2 && length <= LONGEST && text.charAt(0) == '0' && text.charAt(1) == 'x';
		for (int i = 2; isQuantity && i < length; i++) {
			isQuantity = HexFormat.isHexDigit(text.charAt(i));
		}
		if (!isQuantity) {
			throw new MalformedResultException("a quantity is 0x and 1 to 64 hexadecimal digits");
		}
		int first = 2;
		while (first < length - 1 && text.charAt(first) == '0') {
			first++;
		}
		return first;
	}

	/**
	 * Read a result, which some nodes tell as a number of JSON.
	 */
	static Long read(JsonParser parser) throws MalformedResultException {
		JsonToken token = parser.currentToken();
		if (token == JsonToken.VALUE_STRING) {
			return toLong(parser.getString());
		}
		if (token != JsonToken.VALUE_NUMBER_INT) {
			throw new MalformedResultException("a quantity is a text or a whole number");
		}
		if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER || parser.getLongValue() < 0) {
			throw new MalformedResultException(RANGE);
		}
		return parser.getLongValue();
	}

}
