package io.headwater.chain;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.chain.KnownHeads.Known;
import org.jspecify.annotations.Nullable;

/**
 * The way from the walk to a head, as far as it is known: back along parent hashes, or up
 * a long gap by number.
 */
final class SyncPath {

	private final DeliveredChain walk;

	private final Requests requests;

	private final ForwardFill forwardFill;

	private final KnownHeads known = new KnownHeads();

	private final BackwardPath branch = new BackwardPath();

	/** Whether the branch is too long to be walked back, until it is delivered. */
	private boolean ascending;

	/** An announced header that names a parent which is not served: it may be a lie. */
	private @Nullable BlockRef doubted;

	/** The header that was wanted last by its hash, and the one that was then denied. */
	private @Nullable BlockRef wanted;

	private @Nullable BlockRef waitedFor;

	SyncPath(DeliveredChain walk, Requests requests, ForwardFill forwardFill) {
		this.walk = walk;
		this.requests = requests;
		this.forwardFill = forwardFill;
	}

	/**
	 * Find out how a head stands to the walk, as far as headers are known.
	 */
	ForkPoint to(Known target) {
		add(target);
		this.branch.aimAt(target.head());
		ForkPoint forkPoint = this.branch.meet(this.walk, this.known);
		this.ascending |= forkPoint instanceof ForkPoint.FarAbove;
		boolean isInGap = forkPoint instanceof ForkPoint.Missing missing && missing.number() > this.walk.tipNumber();
		return (this.ascending && isInGap) ? new ForkPoint.FarAbove() : forkPoint;
	}

	/**
	 * Return whether the node vouches for the lowest header of the branch, and ask for it
	 * otherwise: all of the walk is not void for a mere announcement.
	 */
	boolean isLowestServed() {
		Known header = lowest();
		if (header != null && !header.isServed()) {
			fetch(header.head().ref());
		}
		return header != null && header.isServed();
	}

	/**
	 * Return whether another header of the same hash was served.
	 */
	boolean contradicts(Head head) {
		Known known = this.known.get(head.hash());
		return known != null && known.isServed() && known.contradicts(head);
	}

	/**
	 * Return whether a header was known as it is, so that it leads no further.
	 */
	boolean isKnown(Head head) {
		Known known = this.known.get(head.hash());
		return known != null && !known.contradicts(head);
	}

	/**
	 * Return whether another header of the same hash was announced.
	 */
	boolean isContested(Head head) {
		Known known = this.known.get(head.hash());
		return known != null && known.contradicts(head);
	}

	/**
	 * Forget a head that is a lie, and the way that led to it.
	 */
	void drop(Hash lie) {
		this.known.remove(lie);
		drop();
	}

	/**
	 * Ask for a header on the way back.
	 */
	void fetch(BlockRef block) {
		endOtherWait(block);
		this.wanted = block;
		this.requests.byHash((this.doubted != null) ? this.doubted : block);
	}

	/** What another head stands on does not wait for what a lie does. */
	private void endOtherWait(@Nullable BlockRef block) {
		if (this.waitedFor != null && !this.waitedFor.equals(block)) {
			this.waitedFor = null;
			this.doubted = null;
			this.requests.anotherIsWanted();
		}
	}

	/**
	 * Note that a header was not served. What stands on it may be a lie if it was only
	 * announced, and is asked for in turn.
	 */
	void denied(Hash missing) {
		this.waitedFor = this.wanted;
		BlockRef upper = this.branch.above(missing);
		Known header = (upper != null) ? this.known.get(upper.hash()) : null;
		this.doubted = (header != null && !header.isServed()) ? upper : null;
	}

	/**
	 * Return the lowest header of the branch, and ask for it if it is not there.
	 */
	@Nullable Known lowest() {
		BlockRef lowest = this.branch.lowest();
		Known header = this.known.get(lowest.hash());
		if (header == null) {
			fetch(lowest);
		}
		return header;
	}

	/**
	 * Note that the lowest header was delivered.
	 * @return whether it was the last one of the way
	 */
	boolean lowestDelivered() {
		this.known.remove(this.branch.lowest().hash());
		this.branch.removeLowest();
		this.ascending &= !this.branch.isEmpty();
		return this.branch.isEmpty();
	}

	/**
	 * Return the header right above the tip, and ask for it and those above it if it is
	 * not there.
	 * @param last the last number that is wanted
	 */
	@Nullable Known aboveTip(long last) {
		long next = this.walk.tipNumber() + 1;
		Known header = this.forwardFill.get(next);
		if (header == null) {
			endOtherWait(null);
			this.forwardFill.request(next, last);
		}
		return header;
	}

	/**
	 * Return whether a head stands on a header that is not there, as far as is known.
	 */
	boolean leadsTo(Head head, HeaderRequest missing) {
		if (missing.hash() == null) {
			return missing.number() < head.number();
		}
		Head lowest = head;
		while (lowest.number() > missing.number() + 1) {
			Known below = this.known.get(lowest.parentHash());
			if (below == null || below.head().number() != lowest.number() - 1) {
				return false;
			}
			lowest = below.head();
		}
		Known naming = this.known.get(lowest.hash());
		return lowest.parentHash().equals(missing.hash()) && (naming == null || naming.isServed());
	}

	BlockRef lowestBlock() {
		return this.branch.lowest();
	}

	/** What it stands on may be other than was announced, and so all below it. */
	private void add(Known header) {
		if (this.known.add(header)) {
			this.branch.clear();
		}
	}

	Known add(Head head, long receivedNanos) {
		this.doubted = null;
		Known header = Known.served(head, HeadOrigin.CATCH_UP, receivedNanos);
		add(header);
		return header;
	}

	void addByNumber(Head head, long receivedNanos) {
		this.forwardFill.add(head, receivedNanos);
	}

	/**
	 * Forget what is no longer above the tip.
	 */
	void progressed() {
		this.forwardFill.removeUpTo(this.walk.tipNumber());
	}

	/**
	 * Return whether headers that were fetched by number wait for those below them.
	 */
	boolean isFilling() {
		return !this.forwardFill.isEmpty();
	}

	/**
	 * Fetch again what was fetched by number.
	 */
	void dropForwardFill() {
		this.forwardFill.clear();
	}

	/**
	 * Fetch the lowest header again: it may name a parent that nobody has.
	 * @return its block, or {@code null} if none is known
	 */
	@Nullable BlockRef doubtLowest() {
		if (this.branch.isEmpty()) {
			return null;
		}
		BlockRef lowest = this.branch.lowest();
		this.known.remove(lowest.hash());
		this.branch.removeLowest();
		return lowest;
	}

	void dropBranch() {
		this.branch.clear();
	}

	/**
	 * Give up the way, and keep what is known of heads.
	 */
	void drop() {
		this.doubted = null;
		this.ascending = false;
		this.branch.clear();
		this.forwardFill.clear();
	}

	void forget() {
		drop();
		this.known.clear();
	}

}
