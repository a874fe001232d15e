package io.headwater.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.headwater.Hash;
import io.headwater.Head;

/**
 * A tree of blocks and the branch of it that is canonical. No two blocks are alike, and
 * what was once left is never canonical again.
 */
final class SimulatedChain {

	private final List<Head> canonical = new ArrayList<>();

	private final Set<Hash> abandoned = new HashSet<>();

	private final long seed;

	/** How far below the newest block what is final stays, or -1 if nothing is kept. */
	private final int keptBelow;

	private long made;

	private long highest;

	/** No reorg goes down to here. */
	private long floor;

	SimulatedChain(long seed, Schedule.World world) {
		this.seed = seed;
		this.keptBelow = (world.finality() == FinalityModel.KEPT) ? world.finalityLag() : -1;
		mine(world.length());
	}

	List<Head> canonical() {
		return this.canonical;
	}

	Head tip() {
		return this.canonical.get(this.canonical.size() - 1);
	}

	boolean isCanonical(Head head) {
		return head.number() < this.canonical.size()
				&& this.canonical.get((int) head.number()).hash().equals(head.hash());
	}

	boolean wasAbandoned(Hash hash) {
		return this.abandoned.contains(hash);
	}

	void mine(int blocks) {
		for (int i = 0; i < blocks; i++) {
			int number = this.canonical.size();
			this.made++;
			this.canonical.add(Head.builder()
				.number(number)
				.hash(hash(number, this.made))
				.parentHash((number > 0) ? tip().hash() : Hash.ZERO)
				.stateRoot(hash(number, this.made))
				.timestamp(this.made)
				.build());
		}
		this.highest = Math.max(this.highest, tip().number());
		if (this.keptBelow >= 0) {
			keep(tip().number() - this.keptBelow);
		}
	}

	/** Readable in a report: the number and which block of all it was. */
	private Hash hash(long number, long made) {
		return Hash.of("0x%016x%016x%016x%016x".formatted(number, made, this.seed, mix(made + 31 * this.seed)));
	}

	private static long mix(long value) {
		long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
		return mixed ^ (mixed >>> 31);
	}

	/**
	 * Let no reorg reach a block from now on.
	 */
	void keep(long number) {
		this.floor = Math.max(this.floor, number);
	}

	/** The genesis block stays, unless the chain begins anew. */
	void rollBack(int depth) {
		int kept = Math.max((int) this.floor + 1, this.canonical.size() - depth);
		abandonFrom(Math.min(kept, this.canonical.size()));
	}

	void reorganize(int depth, int blocks) {
		rollBack(depth);
		mine(blocks);
	}

	/**
	 * Begin anew with another genesis block.
	 */
	void restart(int length) {
		abandonFrom(0);
		mine(length);
	}

	private void abandonFrom(int number) {
		List<Head> above = this.canonical.subList(number, this.canonical.size());
		above.forEach((head) -> this.abandoned.add(head.hash()));
		above.clear();
	}

	/**
	 * Return the highest number there ever was.
	 */
	long highest() {
		return this.highest;
	}

}
