package io.headwater.chain;

import java.util.Collection;
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
final class DeliveredChain {

	private final ReferenceWindow window;

	private final ConfirmableHeads confirmable;

	/**
	 * What the next head has to stand on while nothing of the walk is delivered: the
	 * block below its first number, from which an earlier run left off.
	 */
	private @Nullable BlockRef ground;

	/** The genesis block of the chain, delivered or not. */
	private @Nullable Hash genesis;

	/**
	 * Create a walk that has not begun.
	 * @param window how many references are remembered
	 * @param confirmations how many heads confirm a head, 0 for none
	 */
	DeliveredChain(int window, int confirmations) {
		this.window = new ReferenceWindow(window);
		this.confirmable = new ConfirmableHeads(confirmations);
	}

	/**
	 * Go on where an earlier run stood.
	 */
	void resume(Resumption resumption) {
		if (resumption.references().isEmpty()) {
			this.ground = resumption.checkpoint();
		}
		this.window.resume(resumption.first(), resumption.references());
		this.confirmable.resume(resumption, this.window);
	}

	/**
	 * Return whether the walk has not begun.
	 */
	boolean isEmpty() {
		return this.window.isEmpty() && this.ground == null;
	}

	/**
	 * Return the number of the tip. The walk must not be empty.
	 */
	long tipNumber() {
		return (this.ground != null) ? this.ground.number() : this.window.last();
	}

	/**
	 * Return the hash of the tip. The walk must not be empty.
	 */
	Hash tipHash() {
		return Objects.requireNonNull(hash(tipNumber()));
	}

	BlockRef tip() {
		return new BlockRef(tipNumber(), tipHash());
	}

	/**
	 * Return the header of the tip, if it is still at hand.
	 */
	@Nullable Head tipHead() {
		Head last = this.confirmable.last();
		return (last != null && last.number() == tipNumber()) ? last : null;
	}

	/**
	 * Return the oldest number that is remembered, or the first that is to come.
	 */
	long first() {
		return (this.ground != null) ? this.ground.number() + 1 : this.window.first();
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
		if (this.ground != null) {
			return (number == this.ground.number()) ? this.ground.hash() : null;
		}
		return this.window.hash(number);
	}

	/**
	 * Return whether the walk is older than what is remembered of it.
	 */
	boolean isTruncated() {
		return this.ground == null && this.window.isTruncated();
	}

	/**
	 * Return whether the head of a number was delivered, and is too old to be remembered.
	 */
	boolean isForgotten(long number) {
		return this.ground == null && this.window.isForgotten(number);
	}

	boolean contains(long number, Hash hash) {
		return hash.equals(hash(number));
	}

	/**
	 * Return whether a hash was delivered lately under another number.
	 */
	boolean hasUnderOtherNumber(long number, Hash hash) {
		return this.window.hasUnderOtherNumber(number, hash);
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

	/**
	 * Return the delivered heads above a number, newest first.
	 */
	List<BlockRef> above(long number) {
		return this.window.above(number);
	}

	/**
	 * Return the heads that a new tip confirms and that were not confirmed before.
	 * @param number the new tip's number
	 * @param keptUpTo the highest number that stays of what is delivered
	 * @return the heads, lowest first
	 */
	List<Head> confirmedBy(long number, long keptUpTo) {
		return this.confirmable.confirmedBy(number, keptUpTo);
	}

	/**
	 * Return the delivered heads whose headers must be read before a head is delivered on
	 * a block: those of an earlier run that may still be confirmed.
	 * @param ancestor the block's number
	 * @return the references, newest first
	 */
	Collection<BlockRef> unread(long ancestor) {
		return this.confirmable.unread(ancestor);
	}

	/**
	 * Take a header that was read.
	 */
	void reload(Head head) {
		this.confirmable.reload(head);
	}

	/**
	 * Do without the headers that are not there yet.
	 */
	void endReload() {
		this.confirmable.endReload();
	}

	void revertTo(long number) {
		this.window.removeAbove(number);
		this.confirmable.revertTo(number);
	}

	void extend(Head head) {
		this.ground = null;
		this.window.add(head.number(), head.hash());
		this.confirmable.extend(head);
	}

	/**
	 * Forget everything: the walk begins anew.
	 */
	void clear() {
		this.ground = null;
		this.window.clear();
		this.confirmable.clear();
		this.genesis = null;
	}

}
