package io.headwater.chain;

import io.headwater.Head;

/**
 * Where headers come from, and what belongs to them: one node, several, or a recording.
 */
public interface HeaderSource {

	/**
	 * Start to fetch a header. Returns at once. The answer is given to
	 * {@link HeadTracker#fetched(HeaderRequest, HeaderAnswer)} as an input of its own,
	 * never from within this call; each request is answered once, unless the connection
	 * is lost.
	 */
	void fetch(HeaderRequest request);

	/**
	 * Return whether a head is delivered with content only. Perhaps asked several times
	 * for a head. Returns at once.
	 */
	default boolean wantsContent(Head head) {
		return false;
	}

	/**
	 * Start to fetch what belongs to a head. Returns at once. The answer is given to
	 * {@link HeadTracker#contentFetched(ContentRequest, ContentAnswer)} as an input of
	 * its own, never from within this call; each request is answered once, unless the
	 * connection is lost.
	 */
	default void fetchContent(ContentRequest request) {
		throw new UnsupportedOperationException("This source wants no content");
	}

}
