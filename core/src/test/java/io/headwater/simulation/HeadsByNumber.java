package io.headwater.simulation;

import java.util.List;
import java.util.TreeMap;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.chain.WalkEvent;

/**
 * What the simplest listener keeps: heads by their numbers, by the two rules that the
 * documentation gives.
 */
final class HeadsByNumber {

	private final TreeMap<Long, Hash> heads = new TreeMap<>();

	/** Whether what stands is no longer vouched for, from the next head on. */
	private boolean reset;

	void accept(WalkEvent event) {
		if (event instanceof WalkEvent.Joined told) {
			if (this.reset) {
				deleteAbove(told.head().number());
			}
			this.reset = false;
			this.heads.put(told.head().number(), told.head().hash());
		}
		else if (event instanceof WalkEvent.Reverted told) {
			deleteAbove(told.commonAncestor().number());
		}
		else if (event instanceof WalkEvent.Resumed told) {
			deleteAbove(told.checkpoint().number());
			this.reset = false;
		}
		else if (event instanceof WalkEvent.Reset) {
			this.reset = true;
		}
	}

	private void deleteAbove(long number) {
		this.heads.tailMap(number, false).clear();
	}

	/**
	 * Return whether it ends with these heads.
	 */
	boolean endsWith(List<BlockRef> walk) {
		return walk.isEmpty() || (this.heads.lastKey() == walk.get(walk.size() - 1).number()
				&& walk.stream().allMatch((block) -> block.hash().equals(this.heads.get(block.number()))));
	}

}
