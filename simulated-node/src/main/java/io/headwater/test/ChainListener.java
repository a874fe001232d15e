package io.headwater.test;

import java.util.List;

/**
 * Told what a {@link SimulatedChain} has just made canonical.
 */
@FunctionalInterface
interface ChainListener {

	/**
	 * Called while the chain's lock is held, so that all listeners see all blocks in one
	 * order: it must neither block nor wait for another thread.
	 * @param blocks what one call made canonical, oldest first; never empty
	 */
	void extended(List<SimulatedBlock> blocks);

}
