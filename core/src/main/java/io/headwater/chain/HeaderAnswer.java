package io.headwater.chain;

import io.headwater.Head;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request for a header.
 *
 * @param outcome how it ended
 * @param head the header, if it was served
 * @param receivedNanos when the answer came, on the caller's clock
 * @param isRefused whether the request failed since the node answered what is of no use,
 * such as an error that has nothing to do with the load
 */
public record HeaderAnswer(Outcome outcome, @Nullable Head head, long receivedNanos, boolean isRefused) {

	/** Make the answer that a node serves a header. */
	public static HeaderAnswer served(Head head, long receivedNanos) {
		return new HeaderAnswer(Outcome.SERVED, head, receivedNanos, false);
	}

	/** Make the answer that a node does not have a header, or says so by an error. */
	public static HeaderAnswer absent(long receivedNanos) {
		return new HeaderAnswer(Outcome.ABSENT, null, receivedNanos, false);
	}

	/**
	 * Make the answer that nothing is known: no reply in time, a lost connection, a
	 * limit.
	 */
	public static HeaderAnswer failed(long receivedNanos) {
		return new HeaderAnswer(Outcome.FAILED, null, receivedNanos, false);
	}

	/**
	 * Make the answer that nothing is known of the header, since the node answered what
	 * is of no use.
	 */
	public static HeaderAnswer refused(long receivedNanos) {
		return new HeaderAnswer(Outcome.FAILED, null, receivedNanos, true);
	}

	/** How a request ends. */
	public enum Outcome {

		/** The node served what it was asked for. */
		SERVED,

		/** The node does not have it, which never means a reorg. */
		ABSENT,

		/** Nothing is known. */
		FAILED

	}

}
