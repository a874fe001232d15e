package io.headwater.ethereum;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.jsonrpc.MalformedResultException;
import io.headwater.testing.FailureMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whatever is read from the bytes is what is read from the tokens; whatever is not is
 * left to them.
 */
class HeadScannerTests {

	/** In the order of go-ethereum. */
	private static final String HEADER = ("{'parentHash':'0x" + "a1".repeat(32) + "','sha3Uncles':'0x" + "B2".repeat(32)
			+ "','miner':'0x" + "c3".repeat(20) + "','stateRoot':'0x" + "d4".repeat(32) + "','transactionsRoot':'0x"
			+ "e5".repeat(32) + "','receiptsRoot':'0x" + "f6".repeat(32) + "','logsBloom':'0x" + "09".repeat(256)
			+ "','difficulty':'0x0','number':'0x1619a3f','gasLimit':'0x2255100','gasUsed':'0x7fffffffffffffff',"
			+ "'timestamp':'0x68ff3a1b','extraData':'0xbeaver','mixHash':'0x" + "17".repeat(32)
			+ "','nonce':'0x0000000000000000','baseFeePerGas':'0x35a4e900','withdrawalsRoot':'0x" + "28".repeat(32)
			+ "','blobGasUsed':'0xc0000','excessBlobGas':'0x0','parentBeaconBlockRoot':'0x" + "39".repeat(32)
			+ "','requestsHash':'0x" + "4a".repeat(32) + "','totalDifficulty':'0xc70d815d562d3cfa955','size':'0x1b2c',"
			+ "'hash':'0x" + "5b".repeat(32) + "'}")
		.replace('\'', '"')
		.replace("beaver", "beef");

	private static final JsonFactory JSON = new JsonFactory();

	private final HeadReader reader = new HeadReader();

	@Test
	void readsWhatTheTokensSay() throws MalformedResultException {
		for (int i = 0; i < 3; i++) {
			assertThat(scan(HEADER)).isNotNull().isEqualTo(read(HEADER));
		}
	}

	@ParameterizedTest
	@MethodSource("io.headwater.ethereum.Fixtures#all")
	void readsWhatRealNodesSendOrLeavesItToTheTokens(String fixture) throws MalformedResultException {
		ObjectNode header = Fixtures.header(fixture);
		header.remove(List.of("transactions", "uncles", "withdrawals"));
		Head expected = read(header.toString());
		Head scanned = scan(header.toString());
		assertThat(expected).isNotNull();
		assertThat(scanned).isEqualTo(expected.otherFields().isEmpty() ? expected : null);
	}

	/** It names itself as its parent, or has no hash. */
	@ParameterizedTest
	@ValueSource(strings = { "hash", "parentHash" })
	@FailureMode(41)
	void refusesWhatCannotBeABlock(String field) {
		ObjectNode header = (ObjectNode) new JsonMapper().readTree(HEADER);
		header.set("parentHash", header.get("hash"));
		assertRefused(header, "a head's parentHash is not its own hash");
		header = (ObjectNode) new JsonMapper().readTree(HEADER);
		header.put(field, Hash.ZERO.toString());
		if ("hash".equals(field)) {
			assertRefused(header, "a head's hash is not zero");
		}
		else {
			assertThat(scan(header.toString())).as("a genesis block").isNotNull();
		}
	}

	private void assertRefused(ObjectNode header, String why) {
		assertThat(scan(header.toString())).isNull();
		assertThatExceptionOfType(MalformedResultException.class).isThrownBy(() -> read(header.toString()))
			.withMessage(why);
	}

	@Test
	void fieldsComeInAnyOrderAndOneThatChanges() throws MalformedResultException {
		ObjectNode header = (ObjectNode) new JsonMapper().readTree(HEADER);
		Head expected = read(HEADER);
		List<String> names = new ArrayList<>(header.propertyNames());
		for (int seed = 0; seed < 100; seed++) {
			Collections.shuffle(names, new Random(seed));
			ObjectNode shuffled = header.objectNode();
			names.forEach((name) -> shuffled.set(name, header.get(name)));
			assertThat(scan(shuffled.toString())).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			"number":"0x1619a3f" | "number":"0x01619a3f"
			"number":"0x1619a3f" | "number":"0x"
			"number":"0x1619a3f" | "number":"0xg"
			"number":"0x1619a3f" | "number":"0x8000000000000000"
			"number":"0x1619a3f" | "number":"0x11111111111111111"
			"number":"0x1619a3f" | "number":23173695
			"number":"0x1619a3f" | "number":"0X1619a3f"
			"number":"0x1619a3f" | "number":"0x161\\u0039a3f"
			"number":"0x1619a3f" | "number": "0x1619a3f"
			"number":"0x1619a3f", |
			"extraData":"0xbeef" | "extraData":"0xbee"
			"extraData":"0xbeef" | "extraData":"0xbe:f"
			"extraData":"0xbeef" | "extraData":null
			"difficulty":"0x0"   | "difficulty":"0x00"
			"totalDifficulty":"0xc70d815d562d3cfa955" | "totalDifficulty":"0x0c70d815d562d3cfa955"
			"totalDifficulty":"0xc70d815d562d3cfa955" | "totalDifficulty":"0xc70d815d562d3cfa95x"
			"size":"0x1b2c"      | "size":"0x1b2c","l1BlockNumber":"0x1"
			"size":"0x1b2c"      | "size":"0x1b2c",
			"size":"0x1b2c"      | "size":"0x1b2c","uncles":[]
			"miner":"0xc3        | "miner":"0xc3c3
			"nonce":"0x00        | "nonce":"0x0
			""")
	void leavesEveryOtherFormToTheTokens(String usual, @Nullable String other) {
		assertThat(HEADER).contains(usual);
		assertThat(scan(HEADER.replace(usual, (other != null) ? other : ""))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{}", "null", "[]", "\"0x0\"", "{\"number\"", "{\"number\":\"0x1\"" })
	void readsNoHeadWhereThereIsNone(String text) {
		assertThat(scan(text)).isNull();
	}

	@Test
	void neverReadsAnythingElseThanTheTokensSay() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		int read = 0;
		for (int i = 0; i < 50_000; i++) {
			byte[] bytes = HEADER.getBytes(StandardCharsets.US_ASCII);
			for (int changes = random.nextInt(3); changes >= 0; changes--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(0x80);
			}
			String text = new String(bytes, StandardCharsets.US_ASCII);
			Head scanned = scan(text);
			if (scanned != null) {
				read++;
				assertThat(scanned).as("seed %d, input %d: %s", seed, i, text).isEqualTo(readOrNull(text));
			}
		}
		assertThat(read).as("seed %d", seed).isPositive();
	}

	/** Each byte in each place of a hash, where eight are looked at side by side. */
	@Test
	void takesDigitsOfEitherCaseAndNothingElse() {
		for (int place = 0; place < 64; place++) {
			for (int value = 0; value < 256; value++) {
				byte[] digits = ("7".repeat(64) + "\"").getBytes(StandardCharsets.US_ASCII);
				digits[place] = (byte) value;
				boolean isDigit = value < 0x80 && Character.digit(value, 16) >= 0;
				assertThat(new HexCursor(digits, 0, digits.length).hash())
					.isEqualTo(isDigit ? Hash.of("0x" + new String(digits, 0, 64, StandardCharsets.US_ASCII)) : null);
			}
		}
	}

	private @Nullable Head scan(String header) {
		byte[] bytes = ("before" + header + "after").getBytes(StandardCharsets.UTF_8);
		return this.reader.readUsual(bytes, 6, bytes.length - 5);
	}

	private @Nullable Head readOrNull(String header) {
		try {
			return read(header);
		}
		catch (JacksonException | MalformedResultException ex) {
			return null;
		}
	}

	private @Nullable Head read(String header) throws MalformedResultException {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), header)) {
			parser.nextToken();
			Head head = this.reader.read(parser);
			return (parser.nextToken() == null) ? head : null;
		}
	}

}
