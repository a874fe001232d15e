package io.headwater.sample.simulation;

import io.headwater.test.SimulatedNode;

import org.springframework.scheduling.annotation.Scheduled;

/**
 * Mines the simulated chain, and now and then makes it change its mind.
 */
class Miner {

	private static final int REORG_EVERY = 15;

	private static final int REORG_DEPTH = 2;

	private final SimulatedNode node;

	Miner(SimulatedNode node) {
		this.node = node;
	}

	@Scheduled(initialDelayString = "${sample.block-time}", fixedRateString = "${sample.block-time}")
	void mine() {
		if (this.node.mine().number() % REORG_EVERY == 0) {
			this.node.chain().reorg(REORG_DEPTH, REORG_DEPTH + 1);
		}
	}

}
