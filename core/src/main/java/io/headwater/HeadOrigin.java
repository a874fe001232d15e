package io.headwater;

/**
 * How a head reached the stream.
 */
public enum HeadOrigin {

	/**
	 * The node announced it.
	 */
	LIVE,

	/**
	 * It was fetched, since the node did not announce it or nobody was listening.
	 */
	CATCH_UP,

	/**
	 * It was delivered before and comes again on request.
	 */
	REPLAY

}
