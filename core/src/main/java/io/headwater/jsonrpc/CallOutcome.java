package io.headwater.jsonrpc;

/**
 * How a call ended.
 */
public enum CallOutcome {

	/** With a result. */
	SUCCESS,

	/** With an error of the node. */
	ERROR,

	/** With a result that could not be read. */
	MALFORMED,

	/** Without an answer in time. */
	TIMEOUT,

	/** With the end of the connection. */
	DISCONNECTED,

	/** At once, since too many calls wait for an answer. */
	REJECTED

}
