package io.headwater.endurance;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.StreamResumedEvent;

/**
 * The blocks that an application keeps by the two rules of the README, and no more.
 */
final class KeptBlocks {

	private final NavigableMap<Long, BlockRef> blocks = new TreeMap<>();

	void accept(ChainEvent event) {
		if (event instanceof StreamResumedEvent resumed) {
			deleteAbove(resumed.checkpoint().number());
		}
		else if (event instanceof ReorgEvent reorg) {
			deleteAbove(reorg.commonAncestor().number());
		}
		else if (event instanceof NewHeadEvent told) {
			this.blocks.put(told.head().number(), told.head().ref());
		}
	}

	private void deleteAbove(long number) {
		this.blocks.tailMap(number, false).clear();
	}

	/** What is kept now, lowest first. */
	List<BlockRef> blocks() {
		return List.copyOf(this.blocks.values());
	}

}
