package io.headwater.ethereum;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;

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
import tools.jackson.core.sym.PropertyNameMatcher;

/**
 * Reads a header from the stream of tokens straight into a {@link Head}. What the walk
 * needs (number, hash, parent hash, timestamp) must follow the grammar; any other field
 * that does not is kept under its name as it came.
 */
final class HeadReader implements ResultReader<Head> {

	/** Parts of a block that are no part of its header, and can be long. */
	private static final Set<String> BODY = Set.of("transactions", "uncles", "withdrawals");

	private static final int MAX_OTHER_FIELDS = 64;

	private static final int MAX_OTHER_LENGTH = 16 * 1024;

	private static final JsonFactory JSON = new JsonFactory();

	private final HeadScanner scanner = new HeadScanner();

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
		ParsedText text = new ParsedText();
		for (int field = next(parser); field != PropertyNameMatcher.MATCH_END_OBJECT; field = next(parser)) {
			JsonToken token = parser.nextToken();
			if (token == JsonToken.VALUE_STRING && field >= 0) {
				readField(HeadField.at(field), text.at(parser), head, others);
			}
			else if (token != JsonToken.VALUE_NULL && field >= 0 && HeadField.at(field).isRequired()) {
				throw unreadable(HeadField.at(field), "it is no text");
			}
			else if (token == JsonToken.VALUE_NULL || others.areFull() || BODY.contains(parser.currentName())) {
				parser.skipChildren();
			}
			else {
				others.add(parser.currentName(), (token == JsonToken.VALUE_STRING) ? parser.getString() : json(parser));
			}
		}
		Head read = build(head);
		if (!isPlausible(read)) {
			throw new MalformedResultException(read.hash().equals(Hash.ZERO) ? "a head's hash is not zero"
					: "a head's parentHash is not its own hash");
		}
		return read;
	}

	private static Head build(HeadBuilder head) throws MalformedResultException {
		try {
			return head.build();
		}
		catch (IllegalStateException ex) {
			throw new MalformedResultException(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Return whether a head may be a block: none is its own parent, or has no hash.
	 */
	static boolean isPlausible(Head head) {
		return !head.hash().equals(head.parentHash()) && !head.hash().equals(Hash.ZERO);
	}

	@Override
	public @Nullable Head readUsual(byte[] buffer, int from, int to) {
		return this.scanner.scan(buffer, from, to);
	}

	private static int next(JsonParser parser) {
		return parser.nextNameMatch(HeadField.names());
	}

	private static void readField(HeadField field, CharSequence value, HeadBuilder head, OtherFields others)
			throws MalformedResultException {
		try {
			field.set(head, value);
		}
		catch (IllegalArgumentException | MalformedResultException ex) {
			if (field.isRequired()) {
				throw unreadable(field, ex.getMessage());
			}
			others.addMalformed(field.getName(), value.toString());
		}
	}

	private static MalformedResultException unreadable(HeadField field, @Nullable String why) {
		return new MalformedResultException("a head's " + field.getName() + " cannot be read: " + why);
	}

	private static String json(JsonParser parser) {
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

		private int malformed;

		OtherFields(HeadBuilder head) {
			this.head = head;
		}

		/** Nothing is left to do but to skip what else comes. */
		boolean areFull() {
			return this.count >= MAX_OTHER_FIELDS || this.length >= MAX_OTHER_LENGTH;
		}

		/**
		 * More than there are fields come from duplicates only, and each takes its time.
		 */
		void addMalformed(String name, String value) throws MalformedResultException {
			if (++this.malformed > MAX_OTHER_FIELDS) {
				throw new MalformedResultException("a head has too many fields that do not follow the grammar");
			}
			add(name, value);
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
