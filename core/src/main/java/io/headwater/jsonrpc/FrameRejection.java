package io.headwater.jsonrpc;

/**
 * Why a message of a node was skipped. One bad message is one bad message: the connection
 * lives on.
 */
public enum FrameRejection {

	/** It is not JSON, or deeper or longer than what is read. */
	NOT_JSON,

	/** It is JSON, but not JSON-RPC 2.0. */
	NOT_JSON_RPC,

	/** It answers a call that nobody made, or that had ended. */
	UNKNOWN_ID,

	/** It belongs to a subscription that nobody has. */
	UNKNOWN_SUBSCRIPTION,

	/** It is a request or a notification of another kind. */
	UNKNOWN_METHOD,

	/** What a subscription announced could not be read. */
	MALFORMED_NOTIFICATION

}
