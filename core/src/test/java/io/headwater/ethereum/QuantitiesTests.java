package io.headwater.ethereum;

import java.math.BigInteger;

import io.headwater.jsonrpc.MalformedResultException;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class QuantitiesTests {

	@ParameterizedTest
	@CsvSource({ "0x0, 0", "0x1, 1", "0xa, 10", "0xA, 10", "0x10, 16", "0xfffffffffffffff, 1152921504606846975",
			"0x1000000000000000, 1152921504606846976", "0x7fffffffffffffff, 9223372036854775807",
			"0x7FFFFFFFFFFFFFFF, 9223372036854775807" })
	void readsNumbersUpToTheLargestLong(String text, long expected) throws Exception {
		assertThat(Quantities.toLong(text)).isEqualTo(expected);
		assertThat(Quantities.toBigInteger(text)).isEqualTo(BigInteger.valueOf(expected));
	}

	/** The grammar forbids them, but what they mean is plain. */
	@ParameterizedTest
	@CsvSource({ "0x00, 0", "0x01, 1", "0x0f, 15", "0x01003, 4099", "0x0000000000000000000f, 15",
			"0x0000000000000000000000000000000000000000000000000000000000000000, 0",
			"0x0000000000000000000000000000000000000000000000007fffffffffffffff, 9223372036854775807" })
	@FailureMode({ 31, 49 })
	void readsLeadingZeros(String text, long expected) throws Exception {
		assertThat(Quantities.toLong(text)).isEqualTo(expected);
		assertThat(Quantities.toBigInteger(text)).isEqualTo(BigInteger.valueOf(expected));
		assertThat(read("\"" + text + "\"")).isEqualTo(expected);
	}

	@Test
	@FailureMode({ 31, 49 })
	void refusesMoreThan64DigitsWhateverTheyAre() {
		String text = "0x" + "0".repeat(64) + "1";
		assertThatExceptionOfType(MalformedResultException.class).isThrownBy(() -> Quantities.toLong(text))
			.withMessage("a quantity is 0x and 1 to 64 hexadecimal digits");
		assertThatExceptionOfType(MalformedResultException.class).isThrownBy(() -> Quantities.toBigInteger(text));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "0x8000000000000000", "0x008000000000000000", "0xffffffffffffffff", "0x10000000000000000" })
	void refusesAsLongWhatNeedsMoreThan63Bits(String text) throws Exception {
		assertThatExceptionOfType(MalformedResultException.class).isThrownBy(() -> Quantities.toLong(text));
		assertThat(Quantities.toBigInteger(text)).isEqualTo(new BigInteger(text.substring(2), 16));
	}

	@Test
	void readsNumbersUpTo256Bits() throws Exception {
		BigInteger largest = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
		assertThat(Quantities.toBigInteger("0x" + "f".repeat(64))).isEqualTo(largest);
		assertThatExceptionOfType(MalformedResultException.class)
			.isThrownBy(() -> Quantities.toBigInteger("0x1" + "0".repeat(64)));
	}

	@Test
	void readsEveryLengthAlike() throws Exception {
		for (int digits = 1; digits <= 64; digits++) {
			String text = "c".repeat(digits);
			assertThat(Quantities.toBigInteger("0x" + text)).isEqualTo(new BigInteger(text, 16));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "x", "0x", "1", "10", "255", "ff", "0X1", "0X01", "0x0x1", "-0x1", "0x-1", "+0x1",
			"0x+1", "0x 1", " 0x1", "0x1 ", "0x1\n", "0x1.0", "0x1e+1", "0x1_0", "0xg", "0x\0", "0x\u0663", "0x1\u0663",
			"0x\uff11", "0x\uff21", "\uff10x1", "0x\ud835\udfd9", "null", "NaN" })
	@FailureMode(31)
	void refusesWhatDoesNotFollowTheGrammar(String text) {
		assertThatExceptionOfType(MalformedResultException.class).isThrownBy(() -> Quantities.toLong(text));
		assertThatExceptionOfType(MalformedResultException.class).isThrownBy(() -> Quantities.toBigInteger(text));
	}

	/** Parsed as a number, each of them would take minutes. */
	@Test
	@Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	@FailureMode(31)
	void refusesAHugeNumberUnparsed() {
		String huge = "0x" + "f".repeat(5_000_000);
		assertThatExceptionOfType(MalformedResultException.class).isThrownBy(() -> Quantities.toLong(huge))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(100));
		assertThatExceptionOfType(MalformedResultException.class).isThrownBy(() -> Quantities.toBigInteger(huge));
		assertThatExceptionOfType(MalformedResultException.class).isThrownBy(() -> read("\"" + huge + "\""));
	}

	@Test
	void writesWhatItReads() throws Exception {
		assertThat(Quantities.of(0)).isEqualTo("0x0");
		assertThat(Quantities.of(255)).isEqualTo("0xff");
		assertThat(Quantities.of(Long.MAX_VALUE)).isEqualTo("0x7fffffffffffffff");
		assertThat(Quantities.toLong(Quantities.of(123_456_789_012L))).isEqualTo(123_456_789_012L);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			"0x7a69"            ; 31337
			"0x007A69"          ; 31337
			31337               ; 31337
			0                   ; 0
			9223372036854775807 ; 9223372036854775807
			""")
	@FailureMode(49)
	void readsAResultThatIsAStringOrANumber(String json, long expected) throws Exception {
		assertThat(read(json)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			null                 ; a quantity is a text or a whole number
			true                 ; a quantity is a text or a whole number
			{}                   ; a quantity is a text or a whole number
			["0x1"]              ; a quantity is a text or a whole number
			1.0                  ; a quantity is a text or a whole number
			""                   ; a quantity is 0x and 1 to 64 hexadecimal digits
			"31337"              ; a quantity is 0x and 1 to 64 hexadecimal digits
			"0x8000000000000000" ; a quantity is from 0 to 2^63 - 1
			-1                   ; a quantity is from 0 to 2^63 - 1
			9223372036854775808  ; a quantity is from 0 to 2^63 - 1
			""")
	@FailureMode({ 31, 49 })
	void refusesAnyOtherResultAndTellsWhy(String json, String why) {
		assertThatExceptionOfType(MalformedResultException.class).isThrownBy(() -> read(json)).withMessage(why);
	}

	private static Long read(String json) throws MalformedResultException {
		JsonFactory factory = new JsonFactory();
		try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
			parser.nextToken();
			return Quantities.read(parser);
		}
	}

}
