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
		switch (name) {
			case "hash" -> this.texts[0] = parser.getString();
			case "parentHash" -> this.texts[1] = parser.getString();
			case "sha3Uncles" -> this.texts[2] = parser.getString();
			case "miner" -> this.texts[3] = parser.getString();
			case "stateRoot" -> this.texts[4] = parser.getString();
			case "transactionsRoot" -> this.texts[5] = parser.getString();
			case "receiptsRoot" -> this.texts[6] = parser.getString();
			case "logsBloom" -> this.texts[7] = parser.getString();
			case "extraData" -> this.texts[8] = parser.getString();
			case "mixHash" -> this.texts[9] = parser.getString();
			case "nonce" -> this.texts[10] = parser.getString();
			case "withdrawalsRoot" -> this.texts[11] = parser.getString();
			case "parentBeaconBlockRoot" -> this.texts[12] = parser.getString();
			case "requestsHash" -> this.texts[13] = parser.getString();
			case "number" -> this.quantities[0] = quantity(parser);
			case "timestamp" -> this.quantities[1] = quantity(parser);
			case "gasLimit" -> this.quantities[2] = quantity(parser);
			case "gasUsed" -> this.quantities[3] = quantity(parser);
			case "blobGasUsed" -> this.quantities[4] = quantity(parser);
			case "excessBlobGas" -> this.quantities[5] = quantity(parser);
			case "difficulty" -> this.difficulty = BigInteger.valueOf(quantity(parser));
			case "baseFeePerGas" -> this.baseFee = BigInteger.valueOf(quantity(parser));
			default -> parser.skipChildren();
		}
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
