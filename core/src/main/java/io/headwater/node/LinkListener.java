package io.headwater.node;

import io.headwater.Head;
import io.headwater.ethereum.EthereumNode;
import io.headwater.ethereum.RequestBudget;

/**
 * Takes what comes over the link to a chain's nodes, on the link's threads; must not
 * wait.
 */
public interface LinkListener {

	/**
	 * A node is followed and announces its heads from now on.
	 * @param sameNode whether it is the node that was followed before, or the first one
	 * @param node asks the node, until the connection is lost
	 */
	void subscribed(long chainId, boolean sameNode, EthereumNode node, RequestBudget budget);

	/** The same connection has been subscribed anew; heads may have been missed. */
	void resubscribed();

	/**
	 * The node announced a head. Called on the connection's reader thread.
	 * @param receivedNanos when its frame came, on the monotonic clock
	 */
	void announced(Head head, long receivedNanos);

	/**
	 * The node announced something that could not be read: there is something, whatever
	 * it is. Called as {@link #announced} is.
	 * @param fault what was wrong with it, in our words
	 */
	void unreadable(String fault);

	void lost();

}
