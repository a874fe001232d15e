package io.headwater.benchmarks.contender;

import java.math.BigInteger;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a header from the stream of tokens, the quickest way that Jackson has.
 */
public final class HeaderStream {

	private static final int TEXTS = 14;

	private static final int QUANTITIES = 6;

	private final JsonFactory json = new JsonFactory();

	private final String[] texts = new String[TEXTS];

	private final long[] quantities = new long[QUANTITIES];

	private BigInteger difficulty = BigInteger.ZERO;

	private BigInteger baseFee = BigInteger.ZERO;

	/**
	 * Read a message.
	 * @param buffer holds it
	 * @param offset where it begins
	 * @param length how long it is
	 * @return the header that it announces, or {@code null} if it is another message
	 */
	public @Nullable BlockHeader read(byte[] buffer, int offset, int length) {
		try (JsonParser parser = this.json.createParser(ObjectReadContext.empty(), buffer, offset, length)) {
			parser.nextToken();
			BlockHeader header = null;
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				parser.nextToken();
				if (name.equals("params")) {
					header = readParams(parser);
				}
				else {
					parser.skipChildren();
				}
			}
			return header;
		}
	}

	private @Nullable BlockHeader readParams(JsonParser parser) {
		BlockHeader header = null;
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			if (parser.nextToken() == JsonToken.START_OBJECT && name.equals("result")) {
				header = readHeader(parser);
			}
		}
		return header;
	}

	private BlockHeader readHeader(JsonParser parser) {
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			parser.nextToken();
			readField(name, parser);
		}
		String[] texts = this.texts;
		long[] quantities = this.quantities;
		return new BlockHeader(quantities[0], texts[0], texts[1], quantities[1], texts[2], texts[3], texts[4], texts[5],
				texts[6], texts[7], this.difficulty, quantities[2], quantities[3], texts[8], texts[9], texts[10],
				this.baseFee, texts[11], quantities[4], quantities[5], texts[12], texts[13]);
	}

	private void readField(String name, JsonParser parser) {
		int text = textAt(name);
		int quantity = (text < 0) ? quantityAt(name) : -1;
		if (text >= 0) {
			this.texts[text] = parser.getString();
		}
		else if (quantity >= 0) {
			this.quantities[quantity] = quantity(parser);
		}
		else if (name.equals("difficulty")) {
			this.difficulty = BigInteger.valueOf(quantity(parser));
		}
		else if (name.equals("baseFeePerGas")) {
			this.baseFee = BigInteger.valueOf(quantity(parser));
		}
	}

	private static int textAt(String name) {
		return switch (name) {
			case "hash" -> 0;
			case "parentHash" -> 1;
			case "sha3Uncles" -> 2;
			case "miner" -> 3;
			case "stateRoot" -> 4;
			case "transactionsRoot" -> 5;
			case "receiptsRoot" -> 6;
			case "logsBloom" -> 7;
			case "extraData" -> 8;
			case "mixHash" -> 9;
			case "nonce" -> 10;
			case "withdrawalsRoot" -> 11;
			case "parentBeaconBlockRoot" -> 12;
			case "requestsHash" -> 13;
			default -> -1;
		};
	}

	private static int quantityAt(String name) {
		return switch (name) {
			case "number" -> 0;
			case "timestamp" -> 1;
			case "gasLimit" -> 2;
			case "gasUsed" -> 3;
			case "blobGasUsed" -> 4;
			case "excessBlobGas" -> 5;
			default -> -1;
		};
	}

	/** The feed's numbers fit. */
	private static long quantity(JsonParser parser) {
		char[] characters = parser.getStringCharacters();
		int end = parser.getStringOffset() + parser.getStringLength();
		long value = 0;
		for (int i = parser.getStringOffset() + 2; i < end; i++) {
			value = value << 4 | Character.digit(characters[i], 16);
		}
		return value;
	}

}
