package io.headwater.jsonrpc;

/**
 * A call was not answered with a result.
 */
public final class JsonRpcException extends Exception {

	private static final long serialVersionUID = 1L;

	private final CallOutcome outcome;

	private final int code;

	JsonRpcException(CallOutcome outcome, int code, String message) {
		super(message);
		this.outcome = outcome;
		this.code = code;
	}

	JsonRpcException(CallOutcome outcome, String message) {
		this(outcome, 0, message);
	}

	/**
	 * Return how the call ended.
	 * @return any outcome but success
	 */
	public CallOutcome outcome() {
		return this.outcome;
	}

	/**
	 * Return the code of the node's error.
	 * @return the code as JSON-RPC 2.0 and EIP-1474 define it, or 0 if the node answered
	 * no error
	 */
	public int code() {
		return this.code;
	}

}
