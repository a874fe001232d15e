package io.headwater.test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * All blocks ever made and the branch that is canonical now. Not safe for use by several
 * threads; {@link SimulatedChain} holds the lock.
 */
final class BlockTree {

	private final List<SimulatedBlock> canonical = new ArrayList<>();

	private final Map<String, SimulatedBlock> byHash = new HashMap<>();

	private final String salt;

	/**
	 * Create an empty tree.
	 * @param salt what makes the hashes of this tree differ from those of others
	 */
	BlockTree(String salt) {
		this.salt = salt;
	}

	SimulatedBlock append(Instant now) {
		long number = this.canonical.size();
		String parentHash = (number > 0) ? belowTip(0).hash() : BlockHash.NONE;
		// The count of all blocks ever made keeps siblings on different branches apart.
		String hash = BlockHash.of(parentHash, number, this.salt + ":" + this.byHash.size());
		SimulatedBlock block = new SimulatedBlock(number, hash, parentHash, timestamp(now));
		this.canonical.add(block);
		this.byHash.put(hash, block);
		return block;
	}

	void drop(int depth) {
		int size = this.canonical.size();
		if (depth >= size) {
			throw new IllegalArgumentException("depth must be less than the number of blocks, which is " + size);
		}
		this.canonical.subList(size - depth, size).clear();
	}

	SimulatedBlock belowTip(int depth) {
		return this.canonical.get(Math.max(0, this.canonical.size() - 1 - depth));
	}

	@Nullable SimulatedBlock byNumber(long number) {
		boolean known = (number >= 0) && (number < this.canonical.size());
		return known ? this.canonical.get((int) number) : null;
	}

	@Nullable SimulatedBlock byHash(String hash) {
		return this.byHash.get(hash);
	}

	List<SimulatedBlock> canonical() {
		return List.copyOf(this.canonical);
	}

	private Instant timestamp(Instant now) {
		long earliest = this.canonical.isEmpty() ? 0 : belowTip(0).timestamp().getEpochSecond() + 1;
		return Instant.ofEpochSecond(Math.max(now.getEpochSecond(), earliest));
	}

}
