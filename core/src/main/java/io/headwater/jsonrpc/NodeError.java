package io.headwater.jsonrpc;

import java.time.Duration;

import io.headwater.transport.NodeText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the {@code error} of a reply.
 */
final class NodeError {

	/** Infura's name for it, at whatever depth of the data. */
	private static final String BACK_OFF = "backoff_seconds";

	private static final long LONGEST_BACK_OFF_MILLIS = Duration.ofMinutes(5).toMillis();

	private NodeError() {
	}

	static JsonRpcException read(JsonParser parser) {
		int code = 0;
		String message = "";
		Duration retryAfter = null;
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
		}
		else {
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				JsonToken token = parser.nextToken();
				if ("code".equals(name) && token == JsonToken.VALUE_NUMBER_INT
						&& parser.getNumberType() == JsonParser.NumberType.INT) {
					code = parser.getIntValue();
				}
				else if ("message".equals(name) && token == JsonToken.VALUE_STRING) {
					message = NodeText.printable(parser.getString());
				}
				else if ("data".equals(name) && token.isStructStart()) {
					retryAfter = readBackOff(parser);
				}
				else {
					parser.skipChildren();
				}
			}
		}
		return new JsonRpcException(CallOutcome.ERROR, code, "the node answered error " + code + ": " + message,
				retryAfter);
	}

	private static @Nullable Duration readBackOff(JsonParser parser) {
		Duration backOff = null;
		int outside = parser.streamReadContext().getNestingDepth() - 1;
		while (parser.streamReadContext().getNestingDepth() > outside) {
			JsonToken token = parser.nextToken();
			if (token.isNumeric() && BACK_OFF.equals(parser.currentName())) {
				backOff = bounded(parser.getString());
			}
		}
		return backOff;
	}

	/** A double takes any number in JSON's grammar, in a time that its length bounds. */
	private static Duration bounded(String seconds) {
		double millis = Double.parseDouble(seconds) * 1000;
		return Duration.ofMillis(Math.max(0, Math.min((long) millis, LONGEST_BACK_OFF_MILLIS)));
	}

}
