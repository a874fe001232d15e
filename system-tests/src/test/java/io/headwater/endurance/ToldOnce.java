package io.headwater.endurance;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.StreamResumedEvent;
import io.headwater.test.walk.WalkChecker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Folds what listeners have kept in the transactions of their steps, whoever delivered
 * them.
 */
final class ToldOnce {

	private ToldOnce() {
	}

	/**
	 * Nothing is void at a start, and no head is told twice, unless a reorg has made it
	 * void before: anvil can mine the very block again.
	 * @return the blocks that stand
	 */
	static List<BlockRef> fold(List<ChainEvent> told, int confirmations) {
		WalkChecker walk = new WalkChecker(confirmations);
		Set<BlockRef> heads = new HashSet<>();
		for (ChainEvent event : told) {
			if (event instanceof StreamResumedEvent resumed) {
				assertThat(resumed.checkpoint()).isEqualTo(walk.tip());
				continue;
			}
			if (event instanceof NewHeadEvent head) {
				assertThat(heads.add(head.head().ref())).as("told once: " + head).isTrue();
			}
			if (event instanceof ReorgEvent reorg) {
				heads.removeAll(Set.copyOf(reorg.reverted()));
			}
			walk.accept(event);
		}
		return walk.stack();
	}

}
