package io.headwater.node;

import java.io.StringWriter;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import io.headwater.Address;
import io.headwater.Bytes;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadBuilder;
import io.headwater.jsonrpc.MalformedResultException;
import io.headwater.jsonrpc.ResultReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a header from the stream of tokens straight into a {@link Head}. What the walk
 * needs (number, hash, parent hash, timestamp) must follow the grammar; any other field
 * that does not is kept under its name as it came.
 */
final class HeadReader implements ResultReader<Head> {

	/** Parts of a block that are no part of its header, and can be long. */
	private static final Set<String> BODY = Set.of("transactions", "uncles", "withdrawals");

	private static final Set<String> REQUIRED = Set.of("number", "hash", "parentHash", "timestamp");

	private static final int MAX_OTHER_FIELDS = 64;

	private static final int MAX_OTHER_LENGTH = 16 * 1024;

	private static final int MAX_DATA_LENGTH = 2 + 2 * 16 * 1024;

	private static final int BLOOM_LENGTH = 2 + 2 * 256;

	private static final JsonFactory JSON = new JsonFactory();

	@Override
	public @Nullable Head read(JsonParser parser) throws MalformedResultException {
		if (parser.currentToken() == JsonToken.VALUE_NULL) {
			return null;
		}
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			throw new MalformedResultException("a head is an object");
		}
		HeadBuilder head = Head.builder();
		OtherFields others = new OtherFields(head);
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			JsonToken token = parser.nextToken();
			if (BODY.contains(name) || token == JsonToken.VALUE_NULL) {
				parser.skipChildren();
			}
			else if (token != JsonToken.VALUE_STRING) {
				others.add(name, text(parser));
			}
			else {
				readField(head, others, name, parser);
			}
		}
		try {
			return head.build();
		}
		catch (IllegalStateException ex) {
			throw new MalformedResultException(String.valueOf(ex.getMessage()));
		}
	}

	private static void readField(HeadBuilder head, OtherFields others, String name, JsonParser parser)
			throws MalformedResultException {
		CharSequence value = CharBuffer.wrap(parser.getStringCharacters(), parser.getStringOffset(),
				parser.getStringLength());
		try {
			if (!set(head, name, value)) {
				others.add(name, value.toString());
			}
		}
		catch (IllegalArgumentException | MalformedResultException ex) {
			if (REQUIRED.contains(name)) {
				throw new MalformedResultException("a head's " + name + " does not follow the grammar");
			}
			others.add(name, value.toString());
		}
	}

	private static boolean set(HeadBuilder head, String name, CharSequence value) throws MalformedResultException {
		switch (name) {
			case "number" -> head.number(Quantities.toLong(value));
			case "hash" -> head.hash(Hash.of(value));
			case "parentHash" -> head.parentHash(Hash.of(value));
			case "timestamp" -> head.timestamp(Quantities.toLong(value));
			case "sha3Uncles" -> head.sha3Uncles(Hash.of(value));
			case "miner" -> head.miner(Address.of(value));
			case "stateRoot" -> head.stateRoot(Hash.of(value));
			case "transactionsRoot" -> head.transactionsRoot(Hash.of(value));
			case "receiptsRoot" -> head.receiptsRoot(Hash.of(value));
			case "logsBloom" -> head.logsBloom(bytes(value, BLOOM_LENGTH));
			case "difficulty" -> head.difficulty(Quantities.toBigInteger(value));
			case "totalDifficulty" -> head.totalDifficulty(Quantities.toBigInteger(value));
			case "gasLimit" -> head.gasLimit(Quantities.toLong(value));
			case "gasUsed" -> head.gasUsed(Quantities.toLong(value));
			case "extraData" -> head.extraData(bytes(value, MAX_DATA_LENGTH));
			case "mixHash" -> head.mixHash(Hash.of(value));
			case "nonce" -> head.nonce(bytes(value, MAX_DATA_LENGTH));
			case "size" -> head.size(Quantities.toLong(value));
			case "baseFeePerGas" -> head.baseFeePerGas(Quantities.toBigInteger(value));
			case "withdrawalsRoot" -> head.withdrawalsRoot(Hash.of(value));
			case "blobGasUsed" -> head.blobGasUsed(Quantities.toLong(value));
			case "excessBlobGas" -> head.excessBlobGas(Quantities.toLong(value));
			case "parentBeaconBlockRoot" -> head.parentBeaconBlockRoot(Hash.of(value));
			case "requestsHash" -> head.requestsHash(Hash.of(value));
			case "blockAccessListHash" -> head.blockAccessListHash(Hash.of(value));
			case "slotNumber" -> head.slotNumber(Quantities.toLong(value));
			default -> {
				return false;
			}
		}
		return true;
	}

	private static Bytes bytes(CharSequence value, int longest) {
		if (value.length() > longest) {
			throw new IllegalArgumentException("longer than " + longest + " characters");
		}
		return Bytes.of(value);
	}

	private static String text(JsonParser parser) {
		StringWriter text = new StringWriter();
		try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
			int depth = 0;
			do {
				JsonToken token = parser.currentToken();
				if (token.isNumeric()) {
					// As text: computing it could lose digits, or take for ever.
					generator.writeNumber(parser.getString());
				}
				else {
					generator.copyCurrentEvent(parser);
				}
				if (token.isStructStart()) {
					depth++;
				}
				else if (token.isStructEnd()) {
					depth--;
				}
			}
			while (depth > 0 && parser.nextToken() != null);
		}
		return text.toString();
	}

	/**
	 * Bounds what a node can make a head carry beside its fields.
	 */
	private static final class OtherFields {

		private final HeadBuilder head;

		private int count;

		private int length;

		OtherFields(HeadBuilder head) {
			this.head = head;
		}

		void add(String name, String value) {
			this.count++;
			this.length += name.length() + value.length();
			if (this.count <= MAX_OTHER_FIELDS && this.length <= MAX_OTHER_LENGTH) {
				this.head.otherField(wellFormed(name), wellFormed(value));
			}
		}

		/**
		 * Half a surrogate pair becomes a question mark: Jackson writes a name with one
		 * as JSON that it cannot read.
		 */
		private static String wellFormed(String text) {
			return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
		}

	}

}
