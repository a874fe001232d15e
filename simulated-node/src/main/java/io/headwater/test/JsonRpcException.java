package io.headwater.test;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A call that is answered by a JSON-RPC error.
 */
@SuppressWarnings("serial")
final class JsonRpcException extends RuntimeException {

	static final int PARSE_ERROR = -32700;

	static final int INVALID_REQUEST = -32600;

	static final int METHOD_NOT_FOUND = -32601;

	static final int INVALID_PARAMS = -32602;

	static final int INTERNAL_ERROR = -32603;

	static final int SERVER_ERROR = -32000;

	private final int code;

	private final transient @Nullable JsonNode data;

	JsonRpcException(int code, String message) {
		this(code, message, null);
	}

	JsonRpcException(int code, String message, @Nullable JsonNode data) {
		super(message);
		this.code = code;
		this.data = data;
	}

	int code() {
		return this.code;
	}

	@Nullable JsonNode data() {
		return this.data;
	}

}
