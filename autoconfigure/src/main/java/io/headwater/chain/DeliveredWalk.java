package io.headwater.chain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.Head;
import org.jspecify.annotations.Nullable;

/**
 * What the listeners have been told, as far as it is remembered: references for reorgs,
 * and the newest heads for confirmations.
 */
final class DeliveredWalk {

	private final ReferenceWindow window;

	private final int confirmations;

	private final Deque<Head> newest = new ArrayDeque<>();

	private long confirmedUpTo = -1;

	/** The genesis block of the chain, delivered or not. */
	private @Nullable Hash genesis;

	/**
	 * Create a walk that has not begun.
	 * @param window how many references are remembered
	 * @param confirmations how many heads confirm a head, 0 for none
	 */
	DeliveredWalk(int window, int confirmations) {
		this.window = new ReferenceWindow(window);
		this.confirmations = confirmations;
	}

	boolean isEmpty() {
		return this.window.isEmpty();
	}

	/**
	 * Return the number of the tip. The walk must not be empty.
	 */
	long tipNumber() {
		return this.window.last();
	}

	/**
	 * Return the hash of the tip. The walk must not be empty.
	 */
	Hash tipHash() {
		return Objects.requireNonNull(this.window.hash(this.window.last()));
	}

	BlockRef tip() {
		return new BlockRef(tipNumber(), tipHash());
	}

	/**
	 * Return the header of the tip, if it is still at hand.
	 */
	@Nullable Head tipHead() {
		return this.newest.peekLast();
	}

	/**
	 * Return the oldest number that is remembered.
	 */
	long first() {
		return this.window.first();
	}

	/**
	 * Return the genesis block of the chain.
	 * @return its hash, or {@code null} if it is not known
	 */
	@Nullable Hash genesis() {
		return this.genesis;
	}

	/**
	 * Remember the genesis block, unless the walk has not begun.
	 */
	void genesis(@Nullable Hash genesis) {
		this.genesis = isEmpty() ? null : genesis;
	}

	@Nullable Hash hash(long number) {
		return this.window.hash(number);
	}

	boolean isTruncated() {
		return this.window.isTruncated();
	}

	boolean contains(long number, Hash hash) {
		return hash.equals(this.window.hash(number));
	}

	boolean contains(Head head) {
		return contains(head.number(), head.hash());
	}

	boolean isNext(Head head) {
		return !isEmpty() && head.number() == tipNumber() + 1 && head.parentHash().equals(tipHash());
	}

	/**
	 * Return whether a head that was fetched by its number follows the tip, or names no
	 * parent and has the next number.
	 */
	boolean isNextByNumber(Head head) {
		return isNext(head) || (head.number() == tipNumber() + 1 && head.parentHash().equals(Hash.ZERO));
	}

	/**
	 * Return whether a head stands on a block. One without a parent is found by its
	 * number only, where it follows the tip.
	 */
	boolean isLink(Head head, BlockRef below) {
		return head.isChildOf(below) || (isNextByNumber(head) && below.number() == tipNumber());
	}

	List<BlockRef> above(long number) {
		return this.window.above(number);
	}

	/**
	 * Return the head that a new tip confirms.
	 * @param number the new tip's number
	 * @param keptUpTo the highest number that stays of what is delivered
	 * @return the head, or {@code null} if none is confirmed, or it was before
	 */
	@Nullable Head confirmedBy(long number, long keptUpTo) {
		long confirmed = number - this.confirmations;
		if (this.confirmations == 0 || confirmed > keptUpTo || confirmed <= Math.min(this.confirmedUpTo, keptUpTo)) {
			return null;
		}
		for (Head head : this.newest) {
			if (head.number() == confirmed) {
				return head;
			}
		}
		return null;
	}

	void revertTo(long number) {
		this.window.removeAbove(number);
		while (!this.newest.isEmpty() && this.newest.getLast().number() > number) {
			this.newest.removeLast();
		}
		this.confirmedUpTo = Math.min(this.confirmedUpTo, number);
		this.genesis = isEmpty() ? null : this.genesis;
	}

	void extend(Head head) {
		this.confirmedUpTo = Math.max(this.confirmedUpTo, head.number() - this.confirmations);
		this.window.add(head.number(), head.hash());
		this.newest.addLast(head);
		if (this.newest.size() > this.confirmations + 1) {
			this.newest.removeFirst();
		}
	}

	/**
	 * Forget everything: the walk begins anew.
	 */
	void clear() {
		this.window.clear();
		this.newest.clear();
		this.confirmedUpTo = -1;
		this.genesis = null;
	}

}
