package io.headwater.sample.simulation;

import java.util.List;

import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MinerTests {

	@Test
	void replacesTheTwoNewestBlocksAtEveryFifteenth() {
		SimulatedChain chain = new SimulatedChain(1337);
		Miner miner = new Miner(SimulatedNode.create(chain));
		for (int i = 0; i < 14; i++) {
			miner.mine();
		}
		List<SimulatedBlock> before = chain.canonical();
		miner.mine();
		assertThat(chain.canonical()).hasSize(17).startsWith(before.subList(0, 14).toArray(SimulatedBlock[]::new));
		assertThat(chain.canonical().get(14)).isNotEqualTo(before.get(14));
	}

}
