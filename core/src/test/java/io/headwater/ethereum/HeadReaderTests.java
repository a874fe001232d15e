package io.headwater.ethereum;

import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.headwater.Address;
import io.headwater.Bytes;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.TestHeads;
import io.headwater.jsonrpc.MalformedResultException;
import io.headwater.testing.FailureMode;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HeadReaderTests {

	private static final Set<String> BODY = Set.of("transactions", "uncles", "withdrawals");

	private static final String REQUIRED = """
			"number":"0x7","hash":"%s","parentHash":"%s","timestamp":"0x6553f107"
			""".formatted(TestHeads.hash(7), TestHeads.hash(6)).strip();

	private final JsonMapper json = new JsonMapper();

	private final JsonFactory parsers = new JsonFactory();

	private final HeadReader reader = new HeadReader();

	@ParameterizedTest
	@MethodSource("io.headwater.ethereum.Fixtures#all")
	@FailureMode(19)
	void readsEveryFieldThatARealNodeSends(String fixture) throws Exception {
		ObjectNode header = Fixtures.header(fixture);
		Map<String, Object> expected = new LinkedHashMap<>();
		Map<String, String> others = new LinkedHashMap<>();
		Map<String, Class<?>> types = headFields();
		header.forEachEntry((name, value) -> {
			if (types.containsKey(name)) {
				expected.put(name, independently(types.get(name), value.asString()));
			}
			else if (!BODY.contains(name)) {
				others.put(name, value.asString());
			}
		});
		expected.put("otherFields", others);
		assertThat(fields(readNonNull(header.toString()))).isEqualTo(expected);
		assertThat(expected).hasSizeGreaterThan(17);
	}

	@ParameterizedTest
	@MethodSource("io.headwater.ethereum.Fixtures#all")
	void fieldsComeInAnyOrder(String fixture) throws Exception {
		ObjectNode header = Fixtures.header(fixture);
		Head expected = readNonNull(header.toString());
		List<String> names = new ArrayList<>(header.propertyNames());
		for (int seed = 0; seed < 20; seed++) {
			Collections.shuffle(names, new Random(seed));
			ObjectNode shuffled = this.json.createObjectNode();
			names.forEach((name) -> shuffled.set(name, header.get(name)));
			assertThat(readNonNull(shuffled.toString())).as("seed " + seed).isEqualTo(expected);
		}
	}

	/** The real nodes' headers do not have the newest forks' fields. */
	@Test
	void readsEveryFieldThatAHeadHas() throws Exception {
		Head head = TestHeads.full().build();
		ObjectNode header = this.json.createObjectNode();
		fields(head).forEach((name, value) -> {
			if (value instanceof Long number) {
				header.put(name, "0x" + Long.toHexString(number));
			}
			else if (value instanceof BigInteger number) {
				header.put(name, "0x" + number.toString(16));
			}
			else if (!(value instanceof Map)) {
				header.put(name, value.toString());
			}
		});
		header.put("a", "text \"quoted\"").put("b", 37);
		assertThat(readNonNull(header.toString())).isEqualTo(head);
	}

	/** An application may store whatever it is given, and must be able to read it. */
	@Test
	void otherFieldsHaveNoHalfSurrogates() throws Exception {
		Head head = readNonNull("{" + REQUIRED + ",\"a\\ud800\":\"b\\udc00\",\"\\ud834\\udd1e\":\"\\ud834\\udd1e\"}");
		assertThat(head.otherFields()).isEqualTo(Map.of("a?", "b?", "\ud834\udd1e", "\ud834\udd1e"));
		assertThat(this.json.readValue(this.json.writeValueAsBytes(head), Head.class)).isEqualTo(head);
	}

	@Test
	@FailureMode(19)
	void requiredFieldsAreEnough() throws Exception {
		assertThat(readNonNull("{" + REQUIRED + "}")).isEqualTo(TestHeads.required(7));
	}

	@ParameterizedTest
	@ValueSource(strings = { "number", "hash", "parentHash", "timestamp" })
	@FailureMode(19)
	void refusesAHeadWithoutARequiredField(String field) {
		ObjectNode header = Fixtures.header("anvil-1.7.1.newHeads");
		header.remove(field);
		assertMalformed(header.toString()).withMessage("A head's " + field + " is missing");
		header.putNull(field);
		assertMalformed(header.toString()).withMessage("A head's " + field + " is missing");
		header.put(field, 7);
		assertMalformed(header.toString()).withMessage("a head's " + field + " cannot be read: it is no text");
		header.putArray(field);
		assertMalformed(header.toString()).withMessage("a head's " + field + " cannot be read: it is no text");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`',
			textBlock = """
					number     ; 7                  ; number cannot be read: a quantity is 0x and 1 to 64 hexadecimal digits
					number     ; ``                 ; number cannot be read: a quantity is 0x and 1 to 64 hexadecimal digits
					number     ; 0X7                ; number cannot be read: a quantity is 0x and 1 to 64 hexadecimal digits
					number     ; 0x8000000000000000 ; number cannot be read: a quantity is from 0 to 2^63 - 1
					timestamp  ; -0x1               ; timestamp cannot be read: a quantity is 0x and 1 to 64 hexadecimal digits
					timestamp  ; 1700000007         ; timestamp cannot be read: a quantity is 0x and 1 to 64 hexadecimal digits
					hash       ; 0x12               ; hash cannot be read: A hash takes 66 characters with its 0x, and this text has 4
					parentHash ; latest             ; parentHash cannot be read: A hash takes 66 characters with its 0x, and this text has 6
					""")
	@FailureMode({ 19, 49 })
	void refusesAHeadWhoseRequiredFieldIsMalformedAndTellsWhy(String field, String value, String why) {
		ObjectNode header = Fixtures.header("anvil-1.7.1.newHeads");
		header.put(field, value);
		assertMalformed(header.toString()).withMessage("a head's " + why);
	}

	/** A hash is exact: what is missing of it could be anything. */
	@ParameterizedTest
	@ValueSource(strings = { "hash", "parentHash" })
	@FailureMode(49)
	void padsNoHash(String field) {
		ObjectNode header = Fixtures.header("anvil-1.7.1.newHeads");
		String digits = header.get(field).stringValue().substring(2);
		for (String other : List.of(digits.substring(1), "0" + digits, "00" + digits)) {
			header.put(field, "0x" + other);
			assertMalformed(header.toString()).withMessageStartingWith("a head's " + field + " cannot be read: ");
		}
	}

	@Test
	@FailureMode(49)
	void readsQuantitiesWithLeadingZeros() throws Exception {
		ObjectNode header = Fixtures.header("anvil-1.7.1.newHeads");
		Head head = readNonNull(header.toString());
		for (String field : List.of("number", "timestamp", "gasLimit", "gasUsed", "difficulty", "baseFeePerGas")) {
			header.put(field, "0x000" + header.get(field).stringValue().substring(2));
		}
		assertThat(readNonNull(header.toString())).isEqualTo(head);
	}

	@Test
	void jsonNullIsNoHead() throws Exception {
		assertThat(read("null")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"0x1\"", "7", "7.5", "true", "[]", "[{}]", "{}" })
	void refusesWhatIsNoHead(String value) {
		assertMalformed(value);
	}

	@ParameterizedTest
	@CsvSource({ "gasUsed, 21000", "gasLimit, 0x", "size, 0xffffffffffffffff", "difficulty, 0x+1",
			"baseFeePerGas, 0x1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "miner, 0x",
			"stateRoot, 0x1234", "mixHash, ''", "extraData, 0x123", "logsBloom, 0xzz", "nonce, none",
			"slotNumber, 0x\u0661" })
	void keepsAMalformedOptionalFieldAsItCame(String field, String value) throws Exception {
		ObjectNode header = this.json.createObjectNode().put(field, value);
		Head head = readNonNull("{" + REQUIRED + "," + header.toString().substring(1));
		assertThat(head.otherFields()).containsExactly(Map.entry(field, value));
		assertThat(fields(head)).doesNotContainKey(field).hasSize(5);
	}

	@Test
	void keepsAKnownFieldOfAnotherTypeAsItsJsonText() throws Exception {
		Head head = readNonNull("{" + REQUIRED + ", \"gasUsed\": 21000, \"miner\": [\"0x1\", null]}");
		assertThat(head.gasUsed()).isNull();
		assertThat(head.otherFields()).containsOnly(Map.entry("gasUsed", "21000"),
				Map.entry("miner", "[\"0x1\",null]"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			"text"                                  ; text
			""                                      ; ``
			"with \\"quotes\\" and \\u00e9"         ; with "quotes" and \u00e9
			17                                      ; 17
			-1                                      ; -1
			123456789012345678901234567890123456789 ; 123456789012345678901234567890123456789
			1.10                                    ; 1.10
			0.12345678901234567890123               ; 0.12345678901234567890123
			1E+400                                  ; 1E+400
			true                                    ; true
			{ "a" : [ 1, { "b" : "c" } ] }          ; {"a":[1,{"b":"c"}]}
			[ ]                                     ; []
			""")
	void keepsAnUnknownField(String value, String expected) throws Exception {
		Head head = readNonNull("{\"unknown\":" + value + "," + REQUIRED + "}");
		assertThat(head.otherFields()).containsExactly(Map.entry("unknown", expected));
	}

	@Test
	void passesOverNullFields() throws Exception {
		assertThat(readNonNull("{" + REQUIRED + ",\"unknown\":null,\"gasUsed\":null}"))
			.isEqualTo(TestHeads.required(7));
	}

	@ParameterizedTest
	@ValueSource(strings = { "transactions", "uncles", "withdrawals" })
	void passesOverTheBodyOfTheBlock(String field) throws Exception {
		for (String value : new String[] { "[]", "[\"0x1\",{\"number\":\"0x8\",\"hash\":[]}]", "{\"number\":\"0x8\"}",
				"\"0x1\"", "12" }) {
			assertThat(readNonNull("{\"" + field + "\":" + value + "," + REQUIRED + "}"))
				.isEqualTo(TestHeads.required(7));
		}
	}

	@Test
	void passesOverAHugeBody() throws Exception {
		String transactions = ("\"" + TestHeads.hash(1) + "\",").repeat(60_000);
		assertThat(readNonNull("{\"transactions\":[" + transactions + "\"0x\"]," + REQUIRED + "}"))
			.isEqualTo(TestHeads.required(7));
	}

	@Test
	void keepsUpTo64OtherFields() throws Exception {
		assertThat(readNonNull("{" + REQUIRED + others(64) + "}").otherFields()).hasSize(64);
		assertThat(readNonNull("{" + REQUIRED + others(65) + "}").otherFields()).hasSize(64);
		Head head = readNonNull("{" + (others(5000) + "," + REQUIRED).substring(1) + "}");
		assertThat(head.otherFields()).hasSize(64);
		assertThat(head.number()).isEqualTo(7);
	}

	@Test
	void keepsUpTo16KibibytesOfOtherFields() throws Exception {
		int longest = 16 * 1024 - "unknown".length();
		assertThat(readNonNull("{\"unknown\":\"" + "x".repeat(longest) + "\"," + REQUIRED + "}").otherFields())
			.hasSize(1);
		assertThat(readNonNull("{\"unknown\":[\"" + "x".repeat(longest - 4) + "\"]," + REQUIRED + "}").otherFields())
			.hasSize(1);
		assertThat(readNonNull("{\"unknown\":\"" + "x".repeat(longest + 1) + "\"," + REQUIRED + "}").otherFields())
			.isEmpty();
		assertThat(readNonNull("{\"unknown\":[\"" + "x".repeat(longest - 3) + "\"]," + REQUIRED + "}").otherFields())
			.isEmpty();
	}

	@Test
	void boundsTheKnownFieldsOfAnyLength() throws Exception {
		String longest = "0x" + "ab".repeat(16 * 1024);
		assertThat(readNonNull("{\"extraData\":\"" + longest + "\"," + REQUIRED + "}").extraData())
			.isEqualTo(Bytes.of(longest));
		assertThat(readNonNull("{\"extraData\":\"" + longest + "ab\"," + REQUIRED + "}"))
			.isEqualTo(TestHeads.required(7));
		Head bloom = readNonNull("{\"logsBloom\":\"0x" + "ab".repeat(257) + "\"," + REQUIRED + "}");
		assertThat(bloom.logsBloom()).isNull();
		assertThat(bloom.otherFields()).containsOnlyKeys("logsBloom");
	}

	@Test
	void lastOfADuplicateKeyCounts() throws Exception {
		Head head = readNonNull("{\"number\":\"0x5\",\"gasUsed\":\"0x1\",\"unknown\":\"a\"," + REQUIRED
				+ ",\"gasUsed\":\"0x2\",\"unknown\":\"b\"}");
		assertThat(head.number()).isEqualTo(7);
		assertThat(head.gasUsed()).isEqualTo(2);
		assertThat(head.otherFields()).containsExactly(Map.entry("unknown", "b"));
	}

	@Test
	void leavesTheParserAtTheEndOfTheValue() throws Exception {
		try (JsonParser parser = parser("[{\"a\":[{}]," + REQUIRED + ",\"uncles\":[[]]},17]")) {
			parser.nextToken();
			parser.nextToken();
			this.reader.read(parser);
			assertThat(parser.currentToken()).isEqualTo(JsonToken.END_OBJECT);
			assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_NUMBER_INT);
		}
	}

	private static String others(int count) {
		StringBuilder result = new StringBuilder();
		for (int i = 0; i < count; i++) {
			result.append(",\"f").append(i).append("\":").append((i % 2 == 0) ? "\"x\"" : "[]");
		}
		return result.toString();
	}

	private ThrowableAssertAlternative<MalformedResultException> assertMalformed(String value) {
		return assertThatExceptionOfType(MalformedResultException.class).as(value).isThrownBy(() -> read(value));
	}

	private Head readNonNull(String value) throws MalformedResultException {
		Head head = read(value);
		assertThat(head).isNotNull();
		return head;
	}

	private @Nullable Head read(String value) throws MalformedResultException {
		try (JsonParser parser = parser(value)) {
			parser.nextToken();
			return this.reader.read(parser);
		}
	}

	private JsonParser parser(String value) {
		return this.parsers.createParser(ObjectReadContext.empty(), value);
	}

	/** Reads a value in the simplest way there is, and by none of the tested code. */
	private static Object independently(Class<?> type, String text) {
		if (type == long.class || type == Long.class) {
			return Long.parseLong(text.substring(2), 16);
		}
		return (type == BigInteger.class) ? new BigInteger(text.substring(2), 16) : text;
	}

	private static Map<String, Class<?>> headFields() {
		Map<String, Class<?>> result = new LinkedHashMap<>();
		for (RecordComponent field : Head.class.getRecordComponents()) {
			result.put(field.getName(), field.getType());
		}
		return result;
	}

	/** The fields that a head has; hexadecimal values as their text. */
	private static Map<String, Object> fields(Head head) {
		Map<String, Object> result = new LinkedHashMap<>();
		for (RecordComponent field : Head.class.getRecordComponents()) {
			try {
				Object value = field.getAccessor().invoke(head);
				if (value instanceof Hash || value instanceof Address || value instanceof Bytes) {
					value = value.toString();
				}
				if (value != null) {
					result.put(field.getName(), value);
				}
			}
			catch (ReflectiveOperationException ex) {
				throw new AssertionError(ex);
			}
		}
		return result;
	}

}
