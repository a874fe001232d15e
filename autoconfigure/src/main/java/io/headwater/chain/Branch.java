package io.headwater.chain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.chain.KnownHeads.Known;
import org.jspecify.annotations.Nullable;

/**
 * The references from a head that is to be reached down to the lowest one whose header
 * was seen, each the parent of the one above: the way back, walked along parent hashes.
 */
final class Branch {

	/** A gap up to here is walked back by hash; a longer one is filled by number. */
	private static final int NEAR = 16;

	private final Deque<BlockRef> blocks = new ArrayDeque<>();

	private @Nullable Hash lowestParent;

	/**
	 * Aim at a head, and keep what is below it.
	 */
	void aimAt(Head goal) {
		if (!this.blocks.isEmpty() && this.blocks.getLast().equals(goal.ref())) {
			return;
		}
		while (!this.blocks.isEmpty() && this.blocks.getLast().number() >= goal.number()) {
			this.blocks.removeLast();
		}
		BlockRef top = this.blocks.peekLast();
		if (top == null || top.number() != goal.number() - 1 || !top.hash().equals(goal.parentHash())) {
			this.blocks.clear();
			this.lowestParent = goal.parentHash();
		}
		this.blocks.addLast(goal.ref());
	}

	/**
	 * Walk down through known headers, and tell where that leads.
	 */
	Meeting meet(DeliveredWalk walk, KnownHeads known) {
		while (true) {
			long below = lowest().number() - 1;
			Hash parent = Objects.requireNonNull(this.lowestParent);
			if (below > walk.tipNumber() + NEAR) {
				return new Meeting.FarAbove();
			}
			if (walk.contains(below, parent)) {
				return new Meeting.At(new BlockRef(below, parent));
			}
			Known upper = known.get(lowest().hash());
			boolean isAnnounced = upper != null && !upper.isServed();
			boolean isAtTheEnd = below < walk.first();
			if (parent.equals(Hash.ZERO) && (!isAtTheEnd || (isAnnounced && below >= 0))) {
				return withoutParent(walk, isAnnounced);
			}
			if (isAtTheEnd) {
				return atTheEnd(walk, below, parent);
			}
			Known header = known.get(parent);
			if (header == null) {
				return new Meeting.Missing(below, parent);
			}
			if (header.number() != below) {
				return contradiction(header, isAnnounced);
			}
			this.blocks.addFirst(header.head().ref());
			this.lowestParent = header.head().parentHash();
		}
	}

	/**
	 * A block that is not the first one names no parent: {@code hardhat_mine} makes such
	 * blocks, and they can be had by their numbers only.
	 */
	private Meeting withoutParent(DeliveredWalk walk, boolean isAnnounced) {
		BlockRef lowest = lowest();
		if (lowest.number() <= walk.tipNumber()) {
			return isAnnounced ? new Meeting.Lie(lowest.hash(), AnnouncementFault.NO_PARENT)
					: new Meeting.NoLink(lowest.number());
		}
		if (isAnnounced) {
			return new Meeting.Unnamed(lowest.number());
		}
		return (lowest.number() == walk.tipNumber() + 1) ? new Meeting.At(walk.tip()) : new Meeting.FarAbove();
	}

	/**
	 * Two heads are at odds: the one that was only announced is the lie, and of two such
	 * the lower one, since anybody may name its hash.
	 */
	private Meeting contradiction(Known header, boolean isAnnounced) {
		if (!header.isServed()) {
			return new Meeting.Lie(header.head().hash(), AnnouncementFault.OTHER_NUMBER);
		}
		return isAnnounced ? new Meeting.Lie(lowest().hash(), AnnouncementFault.OTHER_NUMBER)
				: new Meeting.NoLink(lowest().number());
	}

	/**
	 * A branch lower than the first head is not walked, so here it stands right below it.
	 */
	private static Meeting atTheEnd(DeliveredWalk walk, long below, Hash parent) {
		if (below < 0) {
			return new Meeting.OtherGenesis();
		}
		return walk.isTruncated() ? new Meeting.BeyondWindow() : new Meeting.At(new BlockRef(below, parent));
	}

	/**
	 * Return the block that stands on another one, or {@code null}.
	 */
	@Nullable BlockRef above(Hash hash) {
		Hash below = this.lowestParent;
		for (BlockRef block : this.blocks) {
			if (hash.equals(below)) {
				return block;
			}
			below = block.hash();
		}
		return null;
	}

	boolean isEmpty() {
		return this.blocks.isEmpty();
	}

	/**
	 * Return the lowest block. The branch must have a goal.
	 */
	BlockRef lowest() {
		return this.blocks.getFirst();
	}

	/**
	 * Leave out the lowest block, which was delivered.
	 */
	void removeLowest() {
		this.lowestParent = this.blocks.removeFirst().hash();
	}

	void clear() {
		this.blocks.clear();
	}

}
