package io.headwater.benchmarks.contender;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a header from the stream of tokens, the quickest way that Jackson has.
 */
final class HeaderStream {

	private static final String[] TEXTS = { "hash", "parentHash", "sha3Uncles", "miner", "stateRoot",
			"transactionsRoot", "receiptsRoot", "logsBloom", "extraData", "mixHash", "nonce", "withdrawalsRoot",
			"parentBeaconBlockRoot", "requestsHash" };

	private static final String[] QUANTITIES = { "number", "timestamp", "gasLimit", "gasUsed", "blobGasUsed",
			"excessBlobGas" };

	private static final Map<String, Integer> TEXT_AT = positions(TEXTS);

	private static final Map<String, Integer> QUANTITY_AT = positions(QUANTITIES);

	private final JsonFactory json = new JsonFactory();

	private final String[] texts = new String[TEXTS.length];

	private final long[] quantities = new long[QUANTITIES.length];

	private BigInteger difficulty = BigInteger.ZERO;

	private BigInteger baseFee = BigInteger.ZERO;

	private static Map<String, Integer> positions(String[] names) {
		Map<String, Integer> positions = new HashMap<>();
		for (String name : names) {
			positions.put(name, positions.size());
		}
		return positions;
	}

	/**
	 * Read a message.
	 * @return the header that it announces, or {@code null} if it is another message
	 */
	@Nullable BlockHeader read(byte[] buffer, int offset, int length) {
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
			readField(name, parser.getString());
		}
		String[] texts = this.texts;
		long[] quantities = this.quantities;
		return new BlockHeader(quantities[0], texts[0], texts[1], quantities[1], texts[2], texts[3], texts[4], texts[5],
				texts[6], texts[7], this.difficulty, quantities[2], quantities[3], texts[8], texts[9], texts[10],
				this.baseFee, texts[11], quantities[4], quantities[5], texts[12], texts[13]);
	}

	private void readField(String name, String value) {
		Integer text = TEXT_AT.get(name);
		if (text != null) {
			this.texts[text] = value;
			return;
		}
		Integer quantity = QUANTITY_AT.get(name);
		if (quantity != null) {
			this.quantities[quantity] = BlockHeader.quantity(value);
		}
		else if (name.equals("difficulty")) {
			this.difficulty = BlockHeader.bigQuantity(value);
		}
		else if (name.equals("baseFeePerGas")) {
			this.baseFee = BlockHeader.bigQuantity(value);
		}
	}

}
