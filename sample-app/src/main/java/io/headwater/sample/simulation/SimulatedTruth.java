package io.headwater.sample.simulation;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.sample.check.Truth;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedChain;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated chain knows of itself.
 */
public class SimulatedTruth implements Truth {

	private final String name;

	private final SimulatedChain chain;

	/**
	 * Create the truth of a chain.
	 * @param name the configured name of the chain
	 * @param chain the chain
	 */
	public SimulatedTruth(String name, SimulatedChain chain) {
		this.name = name;
		this.chain = chain;
	}

	@Override
	public String chain() {
		return this.name;
	}

	@Override
	public long headNumber() {
		return this.chain.head().number();
	}

	@Override
	public @Nullable BlockRef parentOf(BlockRef block) {
		SimulatedBlock known = this.chain.blockByHash(block.hash().toString());
		return (known != null && known.number() > 0) ? new BlockRef(known.number() - 1, Hash.of(known.parentHash()))
				: null;
	}

}
