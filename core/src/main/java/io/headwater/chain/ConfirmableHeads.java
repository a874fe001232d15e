package io.headwater.chain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.headwater.BlockRef;
import io.headwater.Head;
import org.jspecify.annotations.Nullable;

/**
 * The newest delivered heads, as many as may still be confirmed, and how far they are.
 * After a start from a checkpoint, their headers are to be read again first.
 */
final class ConfirmableHeads {

	private final int confirmations;

	/** In the order of their numbers; without confirmations the tip alone. */
	private final Deque<Head> newest = new ArrayDeque<>();

	private long confirmedUpTo = -1;

	/** Heads of an earlier run whose headers are wanted, until a head is delivered. */
	private final NavigableMap<Long, BlockRef> unread = new TreeMap<>();

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
	 * @param references what is remembered
	 */
	void resume(Resumption resumption, ReferenceWindow references) {
		long checkpoint = resumption.checkpoint().number();
		Long confirmed = resumption.confirmed();
		if (resumption.references().isEmpty()) {
			this.confirmedUpTo = checkpoint;
		}
		else {
			this.confirmedUpTo = (confirmed != null) ? confirmed : checkpoint - this.confirmations;
		}
		if (this.confirmations > 0) {
			references.above(this.confirmedUpTo).forEach((block) -> this.unread.put(block.number(), block));
		}
	}

	/**
	 * Return which headers must be read before a head is delivered on a block, the newest
	 * first.
	 * @param ancestor the block's number
	 */
	Collection<BlockRef> unread(long ancestor) {
		return this.unread.headMap(ancestor, true).descendingMap().values();
	}

	/**
	 * Take the header of a head that an earlier run has delivered.
	 */
	void reload(Head head) {
		if (this.unread.remove(head.number(), head.ref())) {
			Deque<Head> lower = new ArrayDeque<>();
			while (!this.newest.isEmpty() && this.newest.getFirst().number() < head.number()) {
				lower.addLast(this.newest.removeFirst());
			}
			this.newest.addFirst(head);
			while (!lower.isEmpty()) {
				this.newest.addFirst(lower.removeLast());
			}
		}
	}

	/**
	 * Do without the headers that are not there yet.
	 */
	void endReload() {
		this.unread.clear();
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
			if (head.number() > to) {
				break;
			}
			if (head.number() > this.confirmedUpTo) {
				confirmed.add(head);
			}
		}
		return confirmed;
	}

	void revertTo(long number) {
		while (!this.newest.isEmpty() && this.newest.getLast().number() > number) {
			this.newest.removeLast();
		}
		this.unread.tailMap(number, false).clear();
		this.confirmedUpTo = Math.min(this.confirmedUpTo, number);
	}

	void extend(Head head) {
		if (!this.unread.isEmpty()) {
			this.unread.clear();
		}
		this.confirmedUpTo = Math.max(this.confirmedUpTo, head.number() - this.confirmations);
		this.newest.addLast(head);
		while (this.newest.size() > this.confirmations + 1) {
			this.newest.removeFirst();
		}
	}

	void clear() {
		this.newest.clear();
		this.unread.clear();
		this.confirmedUpTo = -1;
	}

}
