package io.headwater.chain;

import io.headwater.Hash;
import io.headwater.Head;
import org.jspecify.annotations.Nullable;

/**
 * A header that the tracker wants.
 *
 * @param id the request's own number, by which its answer is known
 * @param kind how the header is named
 * @param number the block's number, or -1 if it is named by a tag
 * @param hash the block's hash, where it is named by it
 */
public record HeaderRequest(long id, Kind kind, long number, @Nullable Hash hash) {

	/**
	 * Return whether a header is the one that was asked for by its hash, if perhaps of
	 * another number than was said.
	 */
	boolean hasHashOf(Head head) {
		return head.hash().equals(this.hash);
	}

	boolean isAnsweredBy(Head head) {
		return (this.number < 0 || head.number() == this.number)
				&& (this.hash == null || this.hash.equals(head.hash()));
	}

	/** How a header is named. */
	public enum Kind {

		/** The newest one that the node has. */
		LATEST,

		/** The newest one that the node calls finalized. */
		FINALIZED,

		/** By its number on the node's canonical chain. */
		BY_NUMBER,

		/** By its hash, canonical or not. */
		BY_HASH

	}

}
