package io.headwater.test;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answers that a test has asked for in place of the node's own, by method.
 */
final class AnswerScript {

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final Script<String, Responder> script = new Script<>();

	/**
	 * Answer one call by an error.
	 * @param data its {@code data} member as JSON text, or {@code null} for none
	 */
	void failOnce(String method, int code, String message, @Nullable String data) {
		JsonNode json = (data != null) ? this.mapper.readTree(data) : null;
		this.script.addOnce(method, (params) -> {
			throw new JsonRpcException(code, message, json);
		});
	}

	/**
	 * Answer some calls by {@code null}.
	 */
	void deny(String method, int times) {
		for (int i = 0; i < times; i++) {
			this.script.addOnce(method, (params) -> null);
		}
	}

	void setAlways(String method, Responder responder) {
		this.script.setAlways(method, responder);
	}

	void clear(String method) {
		this.script.clear(method);
	}

	/**
	 * Take what answers a call.
	 * @param method which is called
	 * @return the answer, or {@code null} if the node is to answer by itself
	 */
	@Nullable Responder take(String method) {
		return this.script.take(method);
	}

}
