package io.headwater.chain;

/**
 * What joins the walk with a head in place of a content that cannot be had.
 */
public enum ContentLoss {

	/**
	 * The nodes no longer have it: it was denied for five minutes, and the head is more
	 * than the window below the newest one.
	 */
	PRUNED

}
