package io.headwater.chain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.Head;
import org.jspecify.annotations.Nullable;

/**
 * What was delivered to the listeners, as far as it is remembered: references for reorgs,
 * and the newest heads for confirmations.
 */
final class DeliveredChain {

	private final int size;

	private final int confirmations;

	private ReferenceWindow window;

	private ConfirmableHeads confirmable;

	/**
	 * What the next head has to stand on while nothing of the walk is delivered: the
	 * block below its first number, from which an earlier run left off.
	 */
	private @Nullable BlockRef ground;

	/** The genesis block of the chain, delivered or not. */
	private @Nullable Hash genesis;

	/**
	 * Create a walk that has not begun, or goes on where an earlier run stood.
	 * @param confirmations how many heads confirm a head, 0 for none
	 * @param resumption what an earlier run has delivered, or {@code null}
	 */
	DeliveredChain(int window, int confirmations, @Nullable Resumption resumption) {
		this.size = window;
		this.confirmations = confirmations;
		if (resumption == null) {
			this.window = new ReferenceWindow(window);
			this.confirmable = new ConfirmableHeads(confirmations);
			return;
		}
		this.ground = resumption.references().isEmpty() ? resumption.checkpoint() : null;
		this.window = new ReferenceWindow(window, resumption.first(), resumption.references());
		this.confirmable = new ConfirmableHeads(confirmations, resumption, this.window);
	}

	/** Return whether the walk has not begun. */
	boolean isEmpty() {
		return this.window.isEmpty() && this.ground == null;
	}

	/** Return the number of the tip. The walk must not be empty. */
	long tipNumber() {
		return (this.ground != null) ? this.ground.number() : this.window.last();
	}

	/** Return the hash of the tip. The walk must not be empty. */
	Hash tipHash() {
		return Objects.requireNonNull(hash(tipNumber()));
	}

	BlockRef tip() {
		return new BlockRef(tipNumber(), tipHash());
	}

	/** Return the header of the tip, if it is still at hand. */
	@Nullable Head tipHead() {
		Head last = this.confirmable.last();
		return (last != null && last.number() == tipNumber()) ? last : null;
	}

	/** Return the oldest number that is remembered, or the first that is to come. */
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

	/** Remember the genesis block, unless the walk has not begun. */
	void genesis(@Nullable Hash genesis) {
		this.genesis = isEmpty() ? null : genesis;
	}

	@Nullable Hash hash(long number) {
		if (this.ground != null) {
			return (number == this.ground.number()) ? this.ground.hash() : null;
		}
		return this.window.hash(number);
	}

	/** Return whether the walk is older than what is remembered of it. */
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

	/** Return whether a hash was delivered lately under another number. */
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

	/** Return the delivered heads above a number, newest first. */
	List<BlockRef> above(long number) {
		return this.window.above(number);
	}

	/**
	 * Return the heads that a new tip confirms and that were not confirmed before.
	 * @param keptUpTo the highest number that stays of what is delivered
	 */
	List<Head> confirmedBy(long number, long keptUpTo) {
		return this.confirmable.confirmedBy(number, keptUpTo);
	}

	/**
	 * Return the delivered heads whose headers must be read before a head is delivered on
	 * a block: those of an earlier run that may still be confirmed.
	 */
	Collection<BlockRef> unread(long ancestor) {
		return this.confirmable.unread(ancestor);
	}

	/** Take a header that was read. */
	void reload(Head head) {
		this.confirmable.reload(head);
	}

	/** Do without the headers that are not there yet. */
	void endReload() {
		this.confirmable.unread.clear();
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

	/** Forget everything: the walk begins anew. */
	void clear() {
		this.ground = null;
		this.window = new ReferenceWindow(this.size);
		this.confirmable = new ConfirmableHeads(this.confirmations);
		this.genesis = null;
	}

	/**
	 * The newest delivered heads, as many as may still be confirmed, and how far they
	 * are. After a start from a checkpoint, their headers are to be read again first.
	 */
	private static final class ConfirmableHeads {

		private final int confirmations;

		/** In the order of their numbers; without confirmations the tip alone. */
		private final Deque<Head> newest = new ArrayDeque<>();

		private long confirmedUpTo = -1;

		/**
		 * Heads of an earlier run whose headers are wanted, until a head is delivered.
		 */
		private final NavigableMap<Long, BlockRef> unread = new TreeMap<>();

		/**
		 * Create it empty.
		 * @param confirmations how many heads confirm a head, 0 for none
		 */
		ConfirmableHeads(int confirmations) {
			this.confirmations = confirmations;
		}

		/**
		 * Create it where an earlier run stood. A block that was not delivered is not
		 * confirmed, and where nothing is known to be confirmed, only the newest heads
		 * can still be.
		 */
		ConfirmableHeads(int confirmations, Resumption resumption, ReferenceWindow references) {
			this(confirmations);
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
		 * Return which headers must be read before a head is delivered on a block, the
		 * newest first.
		 */
		Collection<BlockRef> unread(long ancestor) {
			return this.unread.headMap(ancestor, true).descendingMap().values();
		}

		/** Take the header of a head that an earlier run has delivered. */
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

		/** Return the newest header that is at hand. */
		@Nullable Head last() {
			return this.newest.peekLast();
		}

		/**
		 * Return the heads that a new tip confirms and that were not confirmed before:
		 * usually one, or none.
		 * @param keptUpTo the highest number that stays of what is delivered
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

	}

}
