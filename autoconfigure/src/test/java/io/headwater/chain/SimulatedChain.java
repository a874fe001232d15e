package io.headwater.chain;

import java.util.ArrayList;
import java.util.List;

import io.headwater.Hash;
import io.headwater.Head;

/**
 * A tree of blocks and the branch of it that is canonical. No two blocks are alike.
 */
final class SimulatedChain {

	private final List<Head> canonical = new ArrayList<>();

	private final long seed;

	private long made;

	private long highest;

	SimulatedChain(long seed, int length) {
		this.seed = seed;
		mine(length);
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

	void mine(int blocks) {
		for (int i = 0; i < blocks; i++) {
			int number = this.canonical.size();
			this.made++;
			this.canonical.add(Head.builder()
				.number(number)
				.hash(hash(number, this.made))
				.parentHash((number > 0) ? tip().hash() : hash(0, 0))
				.stateRoot(hash(number, this.made))
				.timestamp(this.made)
				.build());
		}
		this.highest = Math.max(this.highest, tip().number());
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

	/** The genesis block stays: this model has no chain that is restarted. */
	void rollBack(int depth) {
		int kept = Math.max(1, this.canonical.size() - depth);
		this.canonical.subList(kept, this.canonical.size()).clear();
	}

	void reorganize(int depth, int blocks) {
		rollBack(depth);
		mine(blocks);
	}

	/**
	 * Return the highest number there ever was.
	 */
	long highest() {
		return this.highest;
	}

}
