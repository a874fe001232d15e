package io.headwater.jsonrpc;

import java.util.ArrayList;
import java.util.List;

import io.headwater.transport.Payload;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a message in one pass: an object, or an array of them (a batch). Nothing is
 * believed before the message has been read to its end.
 */
final class MessageReader {

	/** Each object becomes several of ours, kept until the message has been read. */
	private static final int LONGEST_BATCH = 1000;

	private static final List<Incoming> NOT_JSON = List.of(new Incoming.Rejected(FrameRejection.NOT_JSON));

	private static final List<Incoming> NOT_JSON_RPC = List.of(new Incoming.Rejected(FrameRejection.NOT_JSON_RPC));

	private final JsonFactory json;

	private final Lookup lookup;

	MessageReader(JsonFactory json, Lookup lookup) {
		this.json = json;
		this.lookup = lookup;
	}

	List<Incoming> read(Payload message) {
		List<Incoming> result = new ArrayList<>(1);
		try (JsonParser parser = open(message)) {
			JsonToken token = parser.nextToken();
			if (token == null) {
				return NOT_JSON;
			}
			// Some nodes and relays put several texts into one message.
			for (; token != null; token = parser.nextToken()) {
				if (token == JsonToken.START_OBJECT) {
					result.add(new Envelope(this, message, this.lookup).read(parser));
				}
				else if (token == JsonToken.START_ARRAY) {
					readBatch(parser, message, result);
				}
				else {
					return NOT_JSON_RPC;
				}
				if (result.size() > LONGEST_BATCH) {
					return NOT_JSON;
				}
			}
		}
		catch (JacksonException ex) {
			return NOT_JSON;
		}
		return result;
	}

	private void readBatch(JsonParser parser, Payload message, List<Incoming> result) {
		for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY
				&& result.size() <= LONGEST_BATCH; token = parser.nextToken()) {
			if (token == JsonToken.START_OBJECT) {
				result.add(new Envelope(this, message, this.lookup).read(parser));
			}
			else {
				parser.skipChildren();
				result.add(new Incoming.Rejected(FrameRejection.NOT_JSON_RPC));
			}
		}
	}

	/** Read a value whose owner was not known when the reader passed it. */
	Value read(Payload value, ResultReader<?> reader) {
		try (JsonParser parser = open(value)) {
			parser.nextToken();
			return Value.read(parser, reader);
		}
	}

	private JsonParser open(Payload payload) {
		return this.json.createParser(ObjectReadContext.empty(), payload.buffer(), payload.offset(), payload.length());
	}

}
