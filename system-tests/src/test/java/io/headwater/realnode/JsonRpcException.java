package io.headwater.realnode;

/**
 * Thrown when a node answers a call with an error.
 */
public final class JsonRpcException extends RuntimeException {

	private final int code;

	JsonRpcException(String method, int code, String message) {
		super(method + " was refused with error " + code + ": " + message);
		this.code = code;
	}

	public int code() {
		return this.code;
	}

}
