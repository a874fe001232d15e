package io.headwater.test;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * Speaks JSON-RPC 2.0: takes messages apart, has each call answered by the test's script
 * or else by the node, and wraps the answers.
 */
final class JsonRpcHandler {

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final EthereumMethods methods;

	private final AnswerScript script;

	private final RateLimit limit;

	private final NodeJournal journal;

	JsonRpcHandler(EthereumMethods methods, AnswerScript script, RateLimit limit, NodeJournal journal) {
		this.methods = methods;
		this.script = script;
		this.limit = limit;
		this.journal = journal;
	}

	/**
	 * Answer one message.
	 * @param text the message, a call or a batch of calls if it is any good
	 * @param connection where it came from
	 * @return the answer, or {@code null} if the client wants none
	 */
	@Nullable Output handle(String text, NodeConnection connection) {
		JsonNode message = parse(text);
		JsonNode answer = answer(message, connection);
		return (answer != null) ? Output.message(moment(message), this.mapper.writeValueAsString(answer)) : null;
	}

	private static Moment moment(@Nullable JsonNode message) {
		String method = (message != null) ? message.path("method").asString("") : "";
		return method.isEmpty() ? Moment.REPLY : Moment.replyTo(method);
	}

	private @Nullable JsonNode parse(String text) {
		try {
			JsonNode message = this.mapper.readTree(text);
			return message.isMissingNode() ? null : message;
		}
		catch (JacksonException ex) {
			// The client is told; there is nothing else to know.
			return null;
		}
	}

	private @Nullable JsonNode answer(@Nullable JsonNode message, NodeConnection connection) {
		if (message == null) {
			return error(null, new JsonRpcException(JsonRpcException.PARSE_ERROR, "parse error"));
		}
		if (message.isArray() && !message.isEmpty()) {
			return answerBatch(message, connection);
		}
		return answerCall(message, connection);
	}

	private @Nullable JsonNode answerBatch(JsonNode batch, NodeConnection connection) {
		ArrayNode answers = this.mapper.createArrayNode();
		for (JsonNode call : batch) {
			JsonNode answer = answerCall(call, connection);
			if (answer != null) {
				answers.add(answer);
			}
		}
		return answers.isEmpty() ? null : answers;
	}

	private @Nullable JsonNode answerCall(JsonNode call, NodeConnection connection) {
		JsonNode id = call.get("id");
		if (!call.path("jsonrpc").asString("").equals("2.0") || !call.path("method").isString()) {
			return error(id, new JsonRpcException(JsonRpcException.INVALID_REQUEST, "invalid request"));
		}
		JsonNode answer = execute(id, call.get("method").stringValue(), call.path("params"), connection);
		return (id != null) ? answer : null;
	}

	private ObjectNode execute(@Nullable JsonNode id, String method, JsonNode params, NodeConnection connection) {
		String paramsText = params.isMissingNode() ? "[]" : params.toString();
		this.journal.add(new ReceivedRequest(connection.index(), method, paramsText));
		try {
			this.limit.take();
			Responder responder = this.script.take(method);
			if (responder == null) {
				return result(id, this.methods.call(method, params, connection));
			}
			String raw = responder.respond(paramsText);
			return result(id, (raw != null) ? this.mapper.getNodeFactory().rawValueNode(new RawValue(raw)) : null);
		}
		catch (JsonRpcException ex) {
			return error(id, ex);
		}
		catch (RuntimeException ex) {
			return error(id, new JsonRpcException(JsonRpcException.INTERNAL_ERROR, ex.toString()));
		}
	}

	private ObjectNode result(@Nullable JsonNode id, @Nullable JsonNode result) {
		ObjectNode answer = answer(id);
		return answer.set("result", (result != null) ? result : NullNode.getInstance());
	}

	private ObjectNode error(@Nullable JsonNode id, JsonRpcException ex) {
		ObjectNode answer = answer(id);
		ObjectNode error = answer.putObject("error");
		error.put("code", ex.code()).put("message", ex.getMessage());
		if (ex.data() != null) {
			error.set("data", ex.data());
		}
		return answer;
	}

	private ObjectNode answer(@Nullable JsonNode id) {
		ObjectNode answer = this.mapper.createObjectNode();
		answer.put("jsonrpc", "2.0");
		return answer.set("id", (id != null) ? id : NullNode.getInstance());
	}

}
