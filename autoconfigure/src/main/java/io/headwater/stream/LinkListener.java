package io.headwater.stream;

import io.headwater.Head;

/**
 * Hears what comes over the link to a chain's nodes, on the link's threads; must not wait.
 */
interface LinkListener {

	/**
	 * The node follows the chain and announces its heads from now on.
	 */
	void subscribed(long chainId);

	/**
	 * The node announced a head.
	 */
	void announced(Head head, long receivedNanos);

	/**
	 * The node told its newest head, as it is asked after each subscription.
	 */
	void latest(Head head);

}
