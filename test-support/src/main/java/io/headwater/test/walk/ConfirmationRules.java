package io.headwater.test.walk;

import java.util.BitSet;
import java.util.List;

import io.headwater.BlockRef;
import org.jspecify.annotations.Nullable;

/**
 * Which of the heads that stand are confirmed, and which one is to be next.
 */
final class ConfirmationRules {

	private final int confirmations;

	/** By the place in the walk. */
	private final BitSet confirmed = new BitSet();

	/** Those that may be confirmed once more, or not at all, after a restart. */
	private final BitSet open = new BitSet();

	private @Nullable BlockRef owed;

	private @Nullable BlockRef allowed;

	ConfirmationRules(int confirmations) {
		this.confirmations = confirmations;
	}

	/**
	 * Note that a head was delivered.
	 * @param stack what stands, the head included
	 */
	void joined(List<BlockRef> stack) {
		int below = stack.size() - 1 - this.confirmations;
		this.allowed = null;
		if (this.confirmations > 0 && below >= 0 && !this.confirmed.get(below)) {
			this.allowed = stack.get(below);
			this.owed = this.open.get(below) ? null : this.allowed;
		}
	}

	boolean isOwed() {
		return this.owed != null;
	}

	boolean isNext(BlockRef block, int confirmations) {
		return confirmations == this.confirmations && block.equals(this.allowed);
	}

	void confirmed(int size) {
		this.confirmed.set(size - 1 - this.confirmations);
		this.allowed = null;
		this.owed = null;
	}

	void keep(int size) {
		this.confirmed.clear(size, Integer.MAX_VALUE);
		this.open.clear(size, Integer.MAX_VALUE);
		this.owed = null;
		this.allowed = null;
	}

	/**
	 * Go on with what stands after a restart, of which nothing is known but that:
	 * whatever the void heads have confirmed may be confirmed again.
	 */
	void resumed(int known, int size) {
		keep(Math.min(known, size));
		int from = Math.max(0, size - this.confirmations);
		for (int i = Math.min(from, known); i < size; i++) {
			if (i >= known || this.confirmed.get(i)) {
				this.open.set(i);
				this.confirmed.clear(i);
			}
		}
	}

	/**
	 * Go on with what stands after a restart.
	 * @param confirmed how many of the heads are confirmed
	 */
	void resumedExactly(int confirmed) {
		keep(0);
		this.confirmed.set(0, Math.max(0, confirmed));
	}

	/**
	 * Let the confirmations of heads that were delivered before be left out.
	 */
	void doWithoutThoseOf(int size) {
		this.open.set(0, size);
	}

	@Override
	public String toString() {
		return this.confirmations + " heads (as the checker was told)";
	}

}
