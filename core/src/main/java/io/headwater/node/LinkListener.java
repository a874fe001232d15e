package io.headwater.node;

import io.headwater.Head;
import io.headwater.ethereum.RequestBudget;

/**
 * Hears what comes over the link to a chain's nodes, on the link's threads; must not
 * wait.
 */
public interface LinkListener {

	/**
	 * The node follows the chain and announces its heads from now on.
	 * @param sameNode whether it is the node that was followed before, or the first one
	 * @param budget how many requests the node bears
	 */
	void subscribed(long chainId, boolean sameNode, RequestBudget budget);

	/**
	 * The same connection has been subscribed anew; heads may have been missed.
	 */
	void resubscribed();

	/**
	 * The node announced a head.
	 */
	void announced(Head head, long receivedNanos);

	/**
	 * The connection is lost.
	 */
	void lost();

}
