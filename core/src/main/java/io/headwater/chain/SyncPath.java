package io.headwater.chain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.chain.HeaderAnswer.Outcome;
import io.headwater.chain.HeaderRequest.Kind;
import io.headwater.chain.Requests.Asker;
import org.jspecify.annotations.Nullable;

/**
 * The path from the walk to a head, as far as it is known: back along parent hashes, or
 * up a long gap by number. It asks for the headers on it, and takes the answers.
 */
final class SyncPath implements Asker {

	private final DeliveredChain walk;

	private final FollowedNode node;

	private final Requests requests;

	private final Retry retry;

	private final LatestReading latest;

	private final SyncTarget target;

	private final StartPoints startPoints;

	private final Pruning pruning;

	private final WalkOutput output;

	/** How far above the next number headers are asked for. */
	private final int ahead;

	private KnownHeads known = new KnownHeads();

	private BackwardPath branch = new BackwardPath();

	/** Headers fetched by number, which wait for the ones below them. */
	private final Map<Long, Known> fetched = new HashMap<>();

	/** Whether the branch is too long to be walked back, until it is delivered. */
	private boolean ascending;

	/** An announced header that names a parent which is not served: it may be a lie. */
	private @Nullable BlockRef doubted;

	/** The header that was wanted last by its hash, and the one that was then denied. */
	private @Nullable BlockRef wanted;

	private @Nullable BlockRef waitedFor;

	SyncPath(DeliveredChain walk, FollowedNode node, Requests requests, int ahead, Retry retry, LatestReading latest,
			SyncTarget target, StartPoints startPoints, Pruning pruning, WalkOutput output) {
		this.walk = walk;
		this.node = node;
		this.requests = requests;
		this.ahead = ahead;
		this.retry = retry;
		this.latest = latest;
		this.target = target;
		this.startPoints = startPoints;
		this.pruning = pruning;
		this.output = output;
	}

	/** Find out how a head stands to the walk, as far as headers are known. */
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
	boolean isLowestServedOrAsk() {
		Known header = lowestOrFetch();
		if (header != null && !header.isServed()) {
			fetch(header.head().ref());
		}
		return header != null && header.isServed();
	}

	/** Return whether another header of the same hash was served. */
	boolean contradicts(Head head) {
		Known known = this.known.get(head.hash());
		return known != null && known.isServed() && known.contradicts(head);
	}

	/** Return whether a header was known as it is, so that it leads no further. */
	boolean isKnown(Head head) {
		Known known = this.known.get(head.hash());
		return known != null && !known.contradicts(head);
	}

	/** Return whether another header of the same hash was announced. */
	boolean isContested(Head head) {
		Known known = this.known.get(head.hash());
		return known != null && known.contradicts(head);
	}

	/** Forget a head that is a lie, and the path that led to it. */
	void drop(Hash lie) {
		this.known.remove(lie);
		drop();
	}

	/** Ask for a header on the path back. */
	void fetch(BlockRef block) {
		waitOnlyFor(block);
		this.wanted = block;
		if (!this.retry.isWaiting()) {
			this.requests.send(this, (this.doubted != null) ? this.doubted : block);
		}
	}

	/** What another head stands on does not wait for what a lie does. */
	private void waitOnlyFor(@Nullable BlockRef block) {
		if (this.waitedFor != null && !this.waitedFor.equals(block)) {
			this.waitedFor = null;
			this.doubted = null;
			this.retry.wantAnother();
		}
	}

	@Override
	public void answered(HeaderRequest request, HeaderAnswer answer) {
		Known target = this.target.head();
		boolean byNumber = request.kind() == Kind.BY_NUMBER;
		if (target == null || (byNumber && !isOfUse(request.number()))) {
			return;
		}
		Head head = answer.head();
		if (head == null) {
			deny(request, answer, target);
		}
		else if (!takeBackReset(head)) {
			this.target.servePath();
			boolean isNext = byNumber ? isNext(request) : !isKnown(head);
			if (byNumber) {
				this.fetched.put(head.number(), Known.served(head, HeadOrigin.CATCH_UP, answer.receivedNanos()));
			}
			else {
				this.target.served(add(head, answer.receivedNanos()));
			}
			if (isNext) {
				this.retry.wantAnother();
			}
		}
	}

	/** What is below the tip by now is not. */
	private boolean isOfUse(long number) {
		Long first = this.startPoints.number();
		return this.walk.isEmpty() || number > this.walk.tipNumber() || (first != null && first == number);
	}

	private boolean isNext(HeaderRequest request) {
		return request.kind() == Kind.BY_HASH || request.number() == this.startPoints.wanted();
	}

	/** The chain has come back, or one backend never left: the node has to say which. */
	private boolean takeBackReset(Head head) {
		if (!this.startPoints.isVoid(head)) {
			return false;
		}
		this.startPoints.reconsider();
		dropBranch();
		this.target.suspectOrphan();
		this.retry.schedule();
		return true;
	}

	/** The node may lag, or what is sought is a lie: its newest head says more. */
	private void deny(HeaderRequest request, HeaderAnswer answer, Known target) {
		this.target.denyPath(answer.outcome());
		if (request.hash() != null) {
			doubtUpper(request.hash());
		}
		this.latest.want();
		if (this.target.isDoubtful() && this.target.detour(this.walk)) {
			this.retry.wantAnother();
		}
		else {
			this.retry.schedule();
		}
		if (!isNext(request)) {
			return;
		}
		if (answer.outcome() == Outcome.ABSENT) {
			this.pruning.deny(request.number(), target.number());
		}
		if (answer.outcome() == Outcome.ABSENT || answer.isRefused()) {
			countUnserved(request);
		}
	}

	/** What stands on a header that is not served may be a lie, and is asked for too. */
	private void doubtUpper(Hash missing) {
		this.waitedFor = this.wanted;
		BlockRef upper = this.branch.above(missing);
		Known header = (upper != null) ? this.known.get(upper.hash()) : null;
		this.doubted = (header != null && !header.isServed()) ? upper : null;
	}

	/** Another node may have the headers on which this one's own newest head stands. */
	private void countUnserved(HeaderRequest request) {
		Head newest = this.latest.newest();
		boolean isNeeded = newest != null && !this.pruning.isSuspected() && leadsTo(newest, request);
		if (isNeeded && this.node.countUnserved()) {
			this.output.unserved(request.number());
		}
	}

	/** Return the lowest header of the branch, and ask for it if it is not there. */
	@Nullable Known lowestOrFetch() {
		BlockRef lowest = this.branch.lowest();
		Known header = this.known.get(lowest.hash());
		if (header == null) {
			fetch(lowest);
		}
		return header;
	}

	/**
	 * Leave the lowest header behind, which was delivered.
	 * @return whether it was the last one of the path
	 */
	boolean leaveLowest() {
		this.known.remove(this.branch.lowest().hash());
		this.branch.removeLowest();
		this.ascending &= !this.branch.isEmpty();
		return this.branch.isEmpty();
	}

	/**
	 * Return the header right above the tip, and ask for it and those above it if it is
	 * not there.
	 */
	@Nullable Known aboveTipOrFetch(long last) {
		long next = this.walk.tipNumber() + 1;
		Known header = this.fetched.get(next);
		if (header == null) {
			waitOnlyFor(null);
			request(next, last);
		}
		return header;
	}

	/**
	 * Ask for headers above the one right above the tip, which waits for something else.
	 */
	void fetchAbove(long last) {
		request(this.walk.tipNumber() + 1, last);
	}

	/**
	 * Return the headers right above the tip that were fetched by number, as far as they
	 * link, the lowest first.
	 */
	List<Head> fetched(int most) {
		List<Head> heads = new ArrayList<>(most);
		Known next = this.fetched.get(this.walk.tipNumber() + 1);
		while (next != null && heads.size() < most) {
			heads.add(next.head());
			Known above = this.fetched.get(next.number() + 1);
			next = (above != null && above.head().isChildOf(next.head().ref())) ? above : null;
		}
		return heads;
	}

	/** Return the lowest headers of the branch, the lowest first. */
	List<Head> lowest(int most) {
		List<Head> heads = new ArrayList<>(most);
		Iterator<BlockRef> blocks = this.branch.blocks().iterator();
		while (blocks.hasNext() && heads.size() < most) {
			Known header = this.known.get(blocks.next().hash());
			if (header == null) {
				break;
			}
			heads.add(header.head());
		}
		return heads;
	}

	/** Return the header of a number, and ask for it if it is not there. */
	@Nullable Known byNumberOrFetch(long number) {
		Known header = this.fetched.get(number);
		if (header == null) {
			request(number, number);
		}
		return header;
	}

	/**
	 * Ask for several headers at a time, the lowest first, so that little waits here
	 * however long the gap is. If the next one is denied, those after it are of no use
	 * yet.
	 */
	private void request(long from, long to) {
		long end = Math.min(to + 1, from + (this.retry.waited().isZero() ? this.ahead : 1));
		boolean more = true;
		for (long number = from; more && number < end; number++) {
			more = this.fetched.containsKey(number) || (!this.retry.isWaiting() && this.requests.send(this, number));
		}
	}

	/** Return whether a head stands on a header that is not there, as far as is known. */
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
			dropBranch();
		}
	}

	private Known add(Head head, long receivedNanos) {
		this.doubted = null;
		Known header = Known.served(head, HeadOrigin.CATCH_UP, receivedNanos);
		add(header);
		return header;
	}

	/** Forget what is no longer above the tip. */
	void progressed() {
		if (isFilling()) {
			long tip = this.walk.tipNumber();
			this.fetched.keySet().removeIf((number) -> number <= tip);
		}
	}

	/** Return whether headers that were fetched by number wait for those below them. */
	boolean isFilling() {
		return !this.fetched.isEmpty();
	}

	/** Fetch again what was fetched by number. */
	void dropFetched() {
		this.fetched.clear();
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

	/** Fetch again what was only announced, and what has stood under a number. */
	void fetchUnproved() {
		this.known.removeUnserved();
		this.doubted = null;
		dropBranch();
		dropFetched();
	}

	/** Walk back anew. */
	void dropBranch() {
		if (!this.branch.isEmpty()) {
			this.branch = new BackwardPath();
		}
	}

	/** Give up the path, and keep what is known of heads. */
	void drop() {
		this.doubted = null;
		this.ascending = false;
		dropBranch();
		dropFetched();
	}

	/** Give up the path, and all that is known. */
	void forget() {
		drop();
		this.known = new KnownHeads();
	}

}
