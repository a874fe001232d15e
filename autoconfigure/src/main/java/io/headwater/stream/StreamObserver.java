package io.headwater.stream;

import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.FrameRejection;

/**
 * Hears of what a stream counts, on any of its threads; must not wait and must not throw.
 */
public interface StreamObserver {

	/**
	 * Hears nothing.
	 */
	StreamObserver NONE = new StreamObserver() {
	};

	/**
	 * A message of the node was skipped.
	 * @param chain the configured name of the chain
	 * @param rejection why
	 */
	default void frameRejected(String chain, FrameRejection rejection) {
	}

	/**
	 * A call to the node ended.
	 * @param chain the configured name of the chain
	 * @param method the called method
	 * @param outcome how it ended
	 */
	default void called(String chain, String method, CallOutcome outcome) {
	}

}
