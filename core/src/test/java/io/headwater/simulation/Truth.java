package io.headwater.simulation;

import java.util.HashMap;
import java.util.Map;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.testing.VirtualTime;

/**
 * Knows of each block whether it is, or when it last was, canonical for some backend.
 */
final class Truth {

	private final VirtualTime time;

	private final SimulatedChain chain;

	private final Map<Long, Map<Hash, Standing>> blocks = new HashMap<>();

	Truth(VirtualTime time, SimulatedChain chain) {
		this.time = time;
		this.chain = chain;
	}

	void joined(Head head) {
		standing(head.ref()).views++;
	}

	void left(Head head) {
		Standing standing = standing(head.ref());
		standing.views--;
		standing.left = this.time.now();
	}

	/**
	 * Note that a backend called a block canonical that was not in its view.
	 */
	void claimed(Head head) {
		standing(head.ref()).left = this.time.now();
	}

	private Standing standing(BlockRef block) {
		return this.blocks.computeIfAbsent(block.number(), (number) -> new HashMap<>())
			.computeIfAbsent(block.hash(), (hash) -> new Standing());
	}

	boolean wasCanonicalSince(BlockRef block, long moment) {
		return standing(block).wasCanonicalSince(moment);
	}

	/**
	 * Return whether the chain has left a block, or some backend had, since a moment,
	 * another one in its place. That one does not have it yet says nothing.
	 */
	boolean wasContradictedSince(BlockRef block, long moment) {
		return this.chain.wasAbandoned(block.hash()) || this.blocks.getOrDefault(block.number(), Map.of())
			.entrySet()
			.stream()
			.anyMatch((other) -> !other.getKey().equals(block.hash()) && other.getValue().wasCanonicalSince(moment));
	}

	private static final class Standing {

		private int views;

		private long left = Long.MIN_VALUE;

		boolean wasCanonicalSince(long moment) {
			return this.views > 0 || this.left >= moment;
		}

	}

}
