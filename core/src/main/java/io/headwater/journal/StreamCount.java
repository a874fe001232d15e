package io.headwater.journal;

/**
 * What is counted of a stream since the application started.
 */
public enum StreamCount {

	/** Heads given to the listeners. */
	HEADS,

	/** Those of them that were fetched, since they were not announced. */
	CAUGHT_UP_HEADS,

	/** Reorgs. */
	REORGS,

	/** Heads that reorgs made void. */
	REVERTED_HEADS,

	/** Heads that were skipped. */
	SKIPPED_HEADS,

	/** Times that continuity could not be shown. */
	RESETS,

	/** Failures of listeners, each attempt counted. */
	LISTENER_FAILURES,

	/** Attempts to deliver an event once more. */
	LISTENER_RETRIES,

	/** Events that a listener has given up. */
	EVENTS_ABANDONED,

	/** Times that a node was followed anew. */
	CONNECTIONS,

	/** Connections to followed nodes that ended. */
	CONNECTION_LOSSES,

	/** Attempts to follow a node that failed. */
	FAILED_ATTEMPTS,

	/** Changes from one followed node to another. */
	FAILOVERS,

	/** Subscriptions made anew, since nothing was announced although the chain moved. */
	RESUBSCRIPTIONS,

	/** Messages of nodes that were skipped. */
	REJECTED_FRAMES,

	/** Announced heads that were dropped, as nobody but themselves vouched for them. */
	REJECTED_ANNOUNCEMENTS,

	/** Calls to the store of checkpoints that failed. */
	STORE_FAILURES

}
