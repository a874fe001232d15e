package io.headwater.chain;

import io.headwater.Hash;
import io.headwater.Head;
import org.jspecify.annotations.Nullable;

/**
 * Notices a node that announces another hash than it serves for the same block, which
 * otherwise looks like a reorg with every head. Three times in a row, and what it
 * announces is only taken as a hint.
 */
final class AnnouncedHashes {

	private static final int TIMES = 3;

	private @Nullable Hash lastMismatch;

	private int mismatches;

	/**
	 * Note that an announced head followed the tip, as it should.
	 */
	void followed() {
		this.mismatches = 0;
	}

	/**
	 * Compare a served header with the delivered head of its number.
	 * @return whether this is the mismatch by which the node is found out
	 */
	boolean mismatches(Head delivered, Head served) {
		if (delivered.number() != served.number() || delivered.hash().equals(served.hash())
				|| delivered.hash().equals(this.lastMismatch) || !isSameBlock(delivered, served)) {
			return false;
		}
		this.lastMismatch = delivered.hash();
		this.mismatches++;
		return this.mismatches == TIMES;
	}

	private static boolean isSameBlock(Head one, Head other) {
		return one.parentHash().equals(other.parentHash()) && one.timestamp() == other.timestamp()
				&& one.stateRoot() != null && one.stateRoot().equals(other.stateRoot());
	}

	/**
	 * Return whether the node's announcements are only hints.
	 */
	boolean areHints() {
		return this.mismatches >= TIMES;
	}

	void reset() {
		this.mismatches = 0;
		this.lastMismatch = null;
	}

}
