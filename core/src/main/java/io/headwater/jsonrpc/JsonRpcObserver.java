package io.headwater.jsonrpc;

/**
 * Hears of what a client counts. Called on the threads of the client; must not wait.
 */
public interface JsonRpcObserver {

	/** Hears nothing. */
	JsonRpcObserver NONE = new JsonRpcObserver() {
	};

	/** A message was skipped. */
	default void rejected(FrameRejection rejection) {
	}

	/**
	 * The result of a call could not be read; then the call ends.
	 * @param fault what is wrong with which field, in our words
	 */
	default void malformed(String method, String fault) {
	}

	default void called(String method, CallOutcome outcome) {
	}

}
