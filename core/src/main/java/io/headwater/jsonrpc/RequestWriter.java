package io.headwater.jsonrpc;

import java.io.StringWriter;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes a request.
 */
final class RequestWriter {

	private final JsonFactory json;

	RequestWriter(JsonFactory json) {
		this.json = json;
	}

	String write(long id, String method, Object... params) {
		StringWriter text = new StringWriter(96);
		try (JsonGenerator generator = this.json.createGenerator(ObjectWriteContext.empty(), text)) {
			generator.writeStartObject();
			generator.writeStringProperty("jsonrpc", "2.0");
			generator.writeNumberProperty("id", id);
			generator.writeStringProperty("method", method);
			generator.writeArrayPropertyStart("params");
			for (Object param : params) {
				writeParam(generator, param);
			}
			generator.writeEndArray();
			generator.writeEndObject();
		}
		return text.toString();
	}

	private static void writeParam(JsonGenerator generator, Object param) {
		if (param instanceof Boolean value) {
			generator.writeBoolean(value);
		}
		else if (param instanceof Subscription.NodeId id) {
			id.write(generator);
		}
		else {
			generator.writeString(param.toString());
		}
	}

}
