package io.headwater.chain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.Head;
import org.jspecify.annotations.Nullable;

/**
 * The references from a head that is to be reached down to the lowest one whose header
 * was seen, each the parent of the one above: the path back, walked along parent hashes.
 */
final class BackwardPath {

	/** A gap up to here is walked back by hash; a longer one is filled by number. */
	private static final int NEAR = 16;

	private final Deque<BlockRef> blocks = new ArrayDeque<>();

	private @Nullable Hash lowestParent;

	/** Aim at a head, and keep what is below it. */
	void aimAt(Head target) {
		if (!this.blocks.isEmpty() && this.blocks.getLast().equals(target.ref())) {
			return;
		}
		while (!this.blocks.isEmpty() && this.blocks.getLast().number() >= target.number()) {
			this.blocks.removeLast();
		}
		BlockRef top = this.blocks.peekLast();
		if (top == null || top.number() != target.number() - 1 || !top.hash().equals(target.parentHash())) {
			this.blocks.clear();
			this.lowestParent = target.parentHash();
		}
		this.blocks.addLast(target.ref());
	}

	/** Walk down through known headers, and return where that leads. */
	ForkPoint meet(DeliveredChain walk, KnownHeads known) {
		while (true) {
			long below = lowest().number() - 1;
			Hash parent = Objects.requireNonNull(this.lowestParent);
			if (below > walk.tipNumber() + NEAR) {
				return new ForkPoint.FarAbove();
			}
			if (walk.contains(below, parent)) {
				return new ForkPoint.At(new BlockRef(below, parent));
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
				return new ForkPoint.Missing(below, parent);
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
	private ForkPoint withoutParent(DeliveredChain walk, boolean isAnnounced) {
		BlockRef lowest = lowest();
		if (lowest.number() <= walk.tipNumber()) {
			return isAnnounced ? new ForkPoint.Lie(lowest.hash(), AnnouncementFault.NO_PARENT)
					: new ForkPoint.NoLink(lowest.number());
		}
		if (isAnnounced) {
			return new ForkPoint.Unnamed(lowest.number());
		}
		return (lowest.number() == walk.tipNumber() + 1) ? new ForkPoint.At(walk.tip()) : new ForkPoint.FarAbove();
	}

	/**
	 * Two heads are at odds: the one that was only announced is the lie, and of two such
	 * the lower one, since anybody may name its hash.
	 */
	private ForkPoint contradiction(Known header, boolean isAnnounced) {
		if (!header.isServed()) {
			return new ForkPoint.Lie(header.head().hash(), AnnouncementFault.OTHER_NUMBER);
		}
		return isAnnounced ? new ForkPoint.Lie(lowest().hash(), AnnouncementFault.OTHER_NUMBER)
				: new ForkPoint.NoLink(lowest().number());
	}

	/**
	 * A branch lower than the first head is not walked, so here it stands right below it.
	 */
	private static ForkPoint atTheEnd(DeliveredChain walk, long below, Hash parent) {
		if (below < 0) {
			return new ForkPoint.OtherGenesis();
		}
		return walk.isTruncated() ? new ForkPoint.BeyondWindow() : new ForkPoint.At(new BlockRef(below, parent));
	}

	/** Return the block that stands on another one, or {@code null}. */
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

	/** Return the blocks, the lowest first. */
	Iterable<BlockRef> blocks() {
		return this.blocks;
	}

	/** Return the lowest block. The branch must have a goal. */
	BlockRef lowest() {
		return this.blocks.getFirst();
	}

	/** Leave out the lowest block, which was delivered. */
	void removeLowest() {
		this.lowestParent = this.blocks.removeFirst().hash();
	}

}
