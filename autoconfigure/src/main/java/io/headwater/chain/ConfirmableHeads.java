package io.headwater.chain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

import io.headwater.BlockRef;
import io.headwater.Head;
import org.jspecify.annotations.Nullable;

/**
 * The newest delivered heads, as many as may still be confirmed, and how far they are.
 * After a start from a checkpoint, their headers are to be read again first.
 */
final class ConfirmableHeads {

	private final int confirmations;

	/** In ascending order; without confirmations the tip alone. */
	private final Deque<Head> newest = new ArrayDeque<>();

	private long confirmedUpTo = -1;

	/** Whether headers of an earlier run are wanted, until a head is delivered. */
	private boolean recollecting;

	/**
	 * Create it empty.
	 * @param confirmations how many heads confirm a head, 0 for none
	 */
	ConfirmableHeads(int confirmations) {
		this.confirmations = confirmations;
	}

	/**
	 * Go on where an earlier run stood. A block that was not delivered is not confirmed,
	 * and where nothing is known to be confirmed, only the newest heads can still be.
	 */
	void resume(Resumption resumption) {
		long checkpoint = resumption.checkpoint().number();
		Long confirmed = resumption.confirmed();
		if (resumption.references().isEmpty()) {
			this.confirmedUpTo = checkpoint;
		}
		else {
			this.confirmedUpTo = (confirmed != null) ? confirmed : checkpoint - this.confirmations;
		}
		this.recollecting = this.confirmations > 0;
	}

	/**
	 * Return which headers must be read before a head is delivered on a block.
	 * @param references what is remembered
	 * @param ancestor the block's number
	 */
	List<BlockRef> unread(ReferenceWindow references, long ancestor) {
		if (!this.recollecting) {
			return List.of();
		}
		List<BlockRef> unread = new ArrayList<>(references.above(this.confirmedUpTo));
		unread.removeIf((block) -> block.number() > ancestor || isAtHand(block));
		return unread;
	}

	private boolean isAtHand(BlockRef block) {
		return this.newest.stream().anyMatch((head) -> head.number() == block.number());
	}

	/**
	 * Take the header of a head that an earlier run has delivered.
	 */
	void recollect(Head head) {
		if (this.recollecting && !isAtHand(head.ref())) {
			List<Head> heads = new ArrayList<>(this.newest);
			heads.add(head);
			heads.sort(Comparator.comparingLong(Head::number));
			this.newest.clear();
			this.newest.addAll(heads);
		}
	}

	/**
	 * Do without the headers that are not there yet.
	 */
	void endRecollection() {
		this.recollecting = false;
	}

	/**
	 * Return the newest header that is at hand.
	 */
	@Nullable Head last() {
		return this.newest.peekLast();
	}

	/**
	 * Return the heads that a new tip confirms and that were not confirmed before:
	 * usually one, or none.
	 * @param number the new tip's number
	 * @param keptUpTo the highest number that stays of what is delivered
	 * @return the heads, lowest first
	 */
	List<Head> confirmedBy(long number, long keptUpTo) {
		long to = Math.min(number - this.confirmations, keptUpTo);
		if (this.confirmations == 0 || to <= this.confirmedUpTo) {
			return List.of();
		}
		List<Head> confirmed = new ArrayList<>(1);
		for (Head head : this.newest) {
			if (head.number() > this.confirmedUpTo && head.number() <= to) {
				confirmed.add(head);
			}
		}
		return confirmed;
	}

	void revertTo(long number) {
		while (!this.newest.isEmpty() && this.newest.getLast().number() > number) {
			this.newest.removeLast();
		}
		this.confirmedUpTo = Math.min(this.confirmedUpTo, number);
	}

	void extend(Head head) {
		this.recollecting = false;
		this.confirmedUpTo = Math.max(this.confirmedUpTo, head.number() - this.confirmations);
		this.newest.addLast(head);
		while (this.newest.size() > this.confirmations + 1) {
			this.newest.removeFirst();
		}
	}

	void clear() {
		this.newest.clear();
		this.confirmedUpTo = -1;
		this.recollecting = false;
	}

}
