package io.headwater.chain;

import io.headwater.chain.HeaderAnswer.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request for the content of a head.
 *
 * @param outcome how it ended
 * @param content the content, if it was served; what it is, the tracker does not know
 * @param bytes how much memory the content takes
 * @param receivedNanos when the answer came, on the caller's clock
 */
public record ContentAnswer(Outcome outcome, @Nullable Object content, long bytes, long receivedNanos) {

	/** Make the answer that a node serves the content. */
	public static ContentAnswer served(Object content, long bytes, long receivedNanos) {
		return new ContentAnswer(Outcome.SERVED, content, bytes, receivedNanos);
	}

	/**
	 * Make the answer that a node does not have the content: it does not have the block,
	 * or has pruned what belongs to it.
	 */
	public static ContentAnswer absent(long receivedNanos) {
		return new ContentAnswer(Outcome.ABSENT, null, 0, receivedNanos);
	}

	/**
	 * Make the answer that nothing is known: no reply in time, an error, or one that is
	 * of no use.
	 */
	public static ContentAnswer failed(long receivedNanos) {
		return new ContentAnswer(Outcome.FAILED, null, 0, receivedNanos);
	}

}
