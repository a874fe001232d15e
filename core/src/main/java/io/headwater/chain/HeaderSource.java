package io.headwater.chain;

/**
 * Where headers come from: one node, several, or a recording.
 */
public interface HeaderSource {

	/**
	 * Start to fetch a header. Returns at once. The answer is given to
	 * {@link HeadTracker#fetched(HeaderRequest, HeaderAnswer)} as an input of its own,
	 * never from within this call; each request is answered once, unless the connection
	 * is lost.
	 * @param request what is wanted
	 */
	void fetch(HeaderRequest request);

}
