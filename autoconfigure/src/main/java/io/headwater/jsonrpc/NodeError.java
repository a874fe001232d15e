package io.headwater.jsonrpc;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the {@code error} of a reply.
 */
final class NodeError {

	private NodeError() {
	}

	static JsonRpcException read(JsonParser parser) {
		int code = 0;
		String message = "";
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
				else {
					parser.skipChildren();
				}
			}
		}
		return new JsonRpcException(CallOutcome.ERROR, code, "the node answered error " + code + ": " + message);
	}

}
