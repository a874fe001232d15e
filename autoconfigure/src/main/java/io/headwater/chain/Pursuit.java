package io.headwater.chain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent.Reason;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.HeadsSkippedEvent;
import io.headwater.chain.KnownHeads.Known;
import org.jspecify.annotations.Nullable;

/**
 * Brings the walk to a head that does not simply extend it: over a gap, onto another
 * branch, or to a beginning. It makes one move at a time, and knows after each how to go
 * on from where it stands.
 */
final class Pursuit {

	private static final int MAX_ROUNDS = 10;

	private static final Duration DENIED_UNTIL_PRUNED = Duration.ofMinutes(5);

	private final TrackerSettings settings;

	private final DeliveredWalk walk;

	private final WalkWriter writer;

	private final Requests requests;

	private final Retry retry;

	private final LowerBranchCheck lowerBranch;

	private final Finality finality;

	private final KnownHeads known = new KnownHeads();

	private final Branch branch = new Branch();

	private final Ascent ascent;

	private @Nullable Beginning beginning;

	/** Where the walk is to begin whatever the chain does: at first, or after a halt. */
	private @Nullable Beginning settled;

	private @Nullable PruneSearch pruneSearch;

	/** A head on the way, from which another branch is sought before the goal itself. */
	private @Nullable Known waypoint;

	private long fetchedAgain = -1;

	/** The number that the node denies, and how long was waited before it did. */
	private long denied = -1;

	private Duration deniedSince = Duration.ZERO;

	private int rounds;

	private boolean ascending;

	private boolean lowerAllowed = true;

	private @Nullable String halted;

	Pursuit(TrackerSettings settings, DeliveredWalk walk, WalkWriter writer, Requests requests, Retry retry,
			LowerBranchCheck lowerBranch, Finality finality) {
		this.settings = settings;
		this.walk = walk;
		this.writer = writer;
		this.requests = requests;
		this.retry = retry;
		this.lowerBranch = lowerBranch;
		this.finality = finality;
		this.ascent = new Ascent(requests, 2 * settings.maxInFlight());
		this.settled = Beginning.at(settings.start());
		this.beginning = this.settled;
	}

	/**
	 * Return whether there is nothing left to do for a head.
	 */
	boolean hasReached(Head goal) {
		return this.beginning == null && this.pruneSearch == null && this.waypoint == null && this.walk.contains(goal);
	}

	/**
	 * Return whether the first number is sought that the node still serves, so that an
	 * absent header is an answer.
	 */
	boolean isSearching() {
		return this.pruneSearch != null;
	}

	/**
	 * Return whether another head than the goal is sought first, which may be orphaned
	 * while the goal is not.
	 */
	boolean isAside() {
		return this.waypoint != null;
	}

	/**
	 * Make one move towards a head.
	 * @return whether another move may follow at once
	 */
	boolean move(Known goal) {
		if (this.rounds >= MAX_ROUNDS) {
			this.halted = "the headers of this chain do not link";
			return false;
		}
		if (this.pruneSearch != null) {
			return search(this.pruneSearch);
		}
		if (this.beginning != null) {
			return begin(this.beginning, goal);
		}
		Known target = (this.waypoint != null) ? this.waypoint : goal;
		if (this.walk.contains(target.head())) {
			this.waypoint = null;
			return !target.equals(goal);
		}
		return pursue(target, goal.head());
	}

	private boolean pursue(Known target, Head goal) {
		Head head = target.head();
		if (head.number() < this.walk.first() && !this.walk.isTruncated()) {
			return false;
		}
		if (head.number() < this.walk.tipNumber() && !hasLeftTip()) {
			return false;
		}
		this.known.add(head, target.origin(), target.receivedNanos());
		this.branch.aimAt(head);
		Meeting meeting = this.branch.meet(this.walk, this.known);
		if (meeting instanceof Meeting.At at) {
			return follow(at.ancestor(), goal);
		}
		if (meeting instanceof Meeting.FarAbove) {
			this.ascending = true;
		}
		if (meeting instanceof Meeting.Missing missing
				&& !(this.ascending && missing.number() > this.walk.tipNumber())) {
			fetchByHash(new BlockRef(missing.number(), missing.hash()));
			return false;
		}
		if (meeting instanceof Meeting.FarAbove || meeting instanceof Meeting.Missing) {
			return ascend(goal);
		}
		if (meeting instanceof Meeting.NoLink) {
			this.rounds++;
			dropWay();
			return true;
		}
		return reset((meeting instanceof Meeting.OtherGenesis) ? Reason.CHAIN_RESTARTED : Reason.BEYOND_WINDOW, head);
	}

	private void fetchByHash(BlockRef block) {
		if (!this.retry.isWaiting()) {
			this.requests.byHash(block.number(), block.hash());
		}
	}

	private boolean hasLeftTip() {
		if (this.lowerAllowed && this.lowerBranch.hasLeft(this.walk.tipHash())) {
			return true;
		}
		if (this.lowerAllowed) {
			this.lowerBranch.ask(this.walk.tipNumber(), this.walk.tipHash(), this.requests);
		}
		return false;
	}

	private boolean follow(BlockRef ancestor, Head goal) {
		boolean voids = ancestor.number() < this.walk.tipNumber();
		if (voids && this.finality.isViolatedBy(ancestor.number())) {
			this.beginning = Beginning.reset(Reason.FINALITY, ancestor.number() + 1);
			return true;
		}
		if (goal.number() - ancestor.number() > this.settings.maxBlocks()) {
			return skip(ancestor, voids, goal);
		}
		BlockRef next = this.branch.lowest();
		Known header = this.known.get(next.hash());
		if (header == null) {
			fetchByHash(next);
			return false;
		}
		boolean entered = voids ? this.writer.reorg(ancestor, header) : this.writer.extend(header);
		if (entered) {
			this.known.remove(next.hash());
			this.branch.removeLowest();
			if (this.branch.isEmpty()) {
				this.waypoint = null;
				this.ascending = false;
			}
			progressed();
		}
		return entered;
	}

	/** Nothing stale remains: the reorg is told before the skip. */
	private boolean skip(BlockRef ancestor, boolean voids, Head goal) {
		List<WalkEvent> before = new ArrayList<>();
		if (voids) {
			before.add(new WalkEvent.Reverted(ancestor, this.walk.above(ancestor.number())));
		}
		this.waypoint = null;
		return skipTo(before, ancestor.number() + 1, goal);
	}

	private boolean skipTo(List<WalkEvent> before, long from, Head goal) {
		long first = goal.number() - this.settings.maxBlocks() + 1;
		before.add(new WalkEvent.Skipped(from, first - 1, HeadsSkippedEvent.Reason.CATCH_UP_LIMIT));
		this.beginning = Beginning.after(before, first);
		return true;
	}

	private boolean ascend(Head goal) {
		long next = this.walk.tipNumber() + 1;
		Known header = this.ascent.get(next);
		if (header == null) {
			if (!this.retry.isWaiting()) {
				this.ascent.request(next, this.branch.lowest().number() - 1);
			}
			return false;
		}
		if (!this.walk.isNextByNumber(header.head())) {
			return relink(header);
		}
		if (goal.number() - this.walk.tipNumber() > this.settings.maxBlocks()) {
			return skip(this.walk.tip(), false, goal);
		}
		if (!this.writer.extend(header)) {
			return false;
		}
		progressed();
		return true;
	}

	/** Fetched twice and broken twice, the tip itself is in question. */
	private boolean relink(Known header) {
		this.rounds++;
		this.ascent.clear();
		if (this.fetchedAgain == header.head().number()) {
			this.fetchedAgain = -1;
			this.waypoint = header;
		}
		else {
			this.fetchedAgain = header.head().number();
		}
		return true;
	}

	private boolean reset(Reason reason, Head head) {
		this.beginning = Beginning.reset(reason, Math.min(this.walk.first(), head.number()));
		return true;
	}

	private boolean begin(Beginning beginning, Known goal) {
		Known first = goal;
		Long number = beginning.number();
		if (number != null && number != goal.head().number()) {
			if (number > goal.head().number()) {
				return reconsider();
			}
			if (beginning.reset() == null && beginning.before().isEmpty()
					&& goal.head().number() - number >= this.settings.maxBlocks()) {
				return skipTo(new ArrayList<>(), number, goal.head());
			}
			Known header = this.ascent.get(number);
			if (header == null) {
				if (!this.retry.isWaiting()) {
					this.ascent.request(number, number);
				}
				return false;
			}
			first = header;
		}
		return (beginning.reset() != null) ? reset(beginning.reset(), first) : begin(beginning.before(), first);
	}

	/** What was to be told first may no longer hold: it is sought afresh. */
	private boolean reconsider() {
		boolean changes = !Objects.equals(this.beginning, this.settled);
		this.beginning = this.settled;
		return changes;
	}

	/**
	 * Take back a reset that leads to a delivered head: the chain has come back, or one
	 * backend never left.
	 * @return whether it was so
	 */
	boolean takeBackReset(Head first) {
		if (this.beginning == null || this.beginning.reset() == null || !this.walk.contains(first)) {
			return false;
		}
		this.branch.clear();
		return reconsider();
	}

	private boolean begin(List<WalkEvent> before, Known first) {
		boolean entered = this.writer.begin(before, first);
		if (entered) {
			this.beginning = null;
			this.settled = null;
			dropWay();
			progressed();
		}
		return entered;
	}

	private boolean reset(Reason reason, Known first) {
		if (!this.settings.haltOnReset()) {
			this.finality.reset();
			return begin(List.of(new WalkEvent.Reset(this.walk.tip(), first.head().ref(), reason)), first);
		}
		boolean entered = this.writer.reset(first.head().ref(), reason, first.receivedNanos());
		if (entered) {
			this.finality.reset();
			this.halted = "continuity cannot be shown (" + reason + ")";
			this.settled = Beginning.at(first.head().number());
			this.beginning = this.settled;
		}
		return false;
	}

	private boolean search(PruneSearch search) {
		if (!search.isDone()) {
			if (!this.retry.isWaiting()) {
				this.requests.byNumber(search.middle());
			}
			return false;
		}
		this.beginning = Beginning.after(List
			.of(new WalkEvent.Skipped(search.from(), search.firstServed() - 1, HeadsSkippedEvent.Reason.PRUNED)),
				search.firstServed());
		this.pruneSearch = null;
		return true;
	}

	/**
	 * Return whether the header of a number is still of use.
	 */
	boolean wants(long number) {
		return this.pruneSearch != null || this.walk.isEmpty() || number > this.walk.tipNumber()
				|| (this.beginning != null && this.beginning.number() != null && this.beginning.number() == number);
	}

	/**
	 * Take a header that was fetched by its hash.
	 */
	void fetchedByHash(Head head, long receivedNanos) {
		this.known.add(head, HeadOrigin.CATCH_UP, receivedNanos);
	}

	/**
	 * Take the answer for a header that was fetched by its number.
	 * @param head the header, or {@code null} if the node does not have it
	 */
	void fetchedByNumber(long number, @Nullable Head head, long receivedNanos, Head goal) {
		if (this.pruneSearch != null) {
			this.pruneSearch.answered(number, head != null);
		}
		else if (head != null) {
			this.ascent.add(head, receivedNanos);
		}
		else if (number == wanted() && goal.number() - number > this.settings.window() && isDeniedForLong(number)) {
			this.pruneSearch = new PruneSearch(number, goal.number());
			this.retry.reset();
		}
	}

	private long wanted() {
		Long first = (this.beginning != null) ? this.beginning.number() : null;
		return (first != null) ? first : this.walk.tipNumber() + 1;
	}

	/** Only the time counts in which this very number was denied. */
	private boolean isDeniedForLong(long number) {
		if (number != this.denied) {
			this.denied = number;
			this.deniedSince = this.retry.waited();
		}
		return this.retry.waited().minus(this.deniedSince).compareTo(DENIED_UNTIL_PRUNED) >= 0;
	}

	/**
	 * Draw nothing from what was denied: the node does not even know its newest head, or
	 * is no longer there.
	 */
	void forgetDenials() {
		this.denied = -1;
		this.pruneSearch = null;
	}

	/**
	 * Give up the way to a head that the node no longer knows, and begin afresh.
	 */
	void dropWay() {
		this.waypoint = null;
		this.ascending = false;
		this.branch.clear();
		this.ascent.clear();
	}

	private void progressed() {
		this.rounds = 0;
		this.fetchedAgain = -1;
		this.denied = -1;
		this.ascent.removeUpTo(this.walk.tipNumber());
		this.retry.reset();
		this.lowerBranch.reset();
	}

	/**
	 * Forget what was under way: the connection was lost.
	 */
	void interrupt() {
		reconsider();
		forgetDenials();
		dropWay();
		this.known.clear();
		this.retry.reset();
		this.lowerBranch.reset();
	}

	/**
	 * Say whether a branch lower than the tip may be taken at all.
	 */
	void allowLower(boolean allowed) {
		this.lowerAllowed = allowed;
	}

	/**
	 * Return why nothing more is delivered.
	 * @return the reason, or {@code null} if it is not so
	 */
	@Nullable String halted() {
		return this.halted;
	}

	void acknowledge() {
		this.halted = null;
		this.rounds = 0;
	}

}
