package io.headwater.chain;

import java.time.Duration;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent.Reason;
import io.headwater.Head;
import io.headwater.chain.FinalityCheck.Verdict;
import io.headwater.chain.KnownHeads.Known;
import org.jspecify.annotations.Nullable;

/**
 * Brings the walk to a head that does not simply extend it: over a gap, onto another
 * branch, or to a beginning. It makes one move at a time, and knows after each how to go
 * on from where it stands.
 */
final class Pursuit {

	private final long maxBlocks;

	private final DeliveredWalk walk;

	private final WalkWriter writer;

	private final Way way;

	private final Beginnings beginnings;

	private final Pruning pruning;

	private final UnservedHeaders unserved;

	private final Checks checks;

	private final Recollection recollection;

	private final Retry retry;

	private final Halt halt;

	private final BrokenLinks brokenLinks = new BrokenLinks();

	/** A head on the way, from which another branch is sought before the goal itself. */
	private @Nullable Known waypoint;

	Pursuit(long maxBlocks, DeliveredWalk walk, WalkWriter writer, Way way, Beginnings beginnings, Pruning pruning,
			UnservedHeaders unserved, Checks checks, Recollection recollection, Retry retry, Halt halt) {
		this.maxBlocks = maxBlocks;
		this.walk = walk;
		this.writer = writer;
		this.way = way;
		this.beginnings = beginnings;
		this.pruning = pruning;
		this.unserved = unserved;
		this.checks = checks;
		this.recollection = recollection;
		this.retry = retry;
		this.halt = halt;
	}

	/**
	 * Return whether there is nothing left to do for a head, and take note of it.
	 */
	boolean hasReached(Head goal) {
		boolean reached = !this.beginnings.isPending() && !this.pruning.isSearching() && this.waypoint == null
				&& this.walk.contains(goal);
		if (reached) {
			this.checks.reached();
		}
		return reached;
	}

	/**
	 * Make one move towards a head.
	 * @return whether another move may follow at once
	 */
	boolean move(Known goal) {
		if (this.brokenLinks.areTooMany()) {
			this.halt.because("the headers of this chain do not link");
			return false;
		}
		if (this.pruning.isSearching()) {
			return search();
		}
		if (this.beginnings.isPending()) {
			return begin(goal);
		}
		Known target = (this.waypoint != null) ? this.waypoint : goal;
		if (this.walk.contains(target.head())) {
			this.waypoint = null;
			return !target.equals(goal);
		}
		return pursue(target, goal.head());
	}

	private boolean search() {
		PruneSearch found = this.pruning.search();
		if (found == null) {
			return false;
		}
		if (found.isNothingPruned()) {
			dropWay();
		}
		else {
			this.beginnings.pruned(found.firstServed());
		}
		return true;
	}

	private boolean begin(Known goal) {
		this.checks.drop();
		Beginnings.Outcome outcome = this.beginnings.move(goal);
		if (outcome == Beginnings.Outcome.BEGUN) {
			this.waypoint = null;
			this.way.drop();
			progressed();
		}
		return outcome != Beginnings.Outcome.WAITING;
	}

	private boolean pursue(Known target, Head goal) {
		if (!this.checks.allow(target.head())) {
			return false;
		}
		Meeting meeting = this.way.to(target);
		if (meeting instanceof Meeting.At at) {
			return follow(at.ancestor(), goal);
		}
		if (meeting instanceof Meeting.Missing missing) {
			this.way.fetch(new BlockRef(missing.number(), missing.hash()));
			return false;
		}
		if (meeting instanceof Meeting.FarAbove) {
			return ascend(goal);
		}
		if (meeting instanceof Meeting.NoLink) {
			return breakOff();
		}
		this.beginnings.reset((meeting instanceof Meeting.OtherGenesis) ? Reason.CHAIN_RESTARTED : Reason.BEYOND_WINDOW,
				this.walk.first());
		return true;
	}

	private boolean follow(BlockRef ancestor, Head goal) {
		Verdict verdict = this.checks.judge(ancestor.number());
		if (verdict == Verdict.OPEN) {
			return false;
		}
		if (verdict == Verdict.VIOLATION) {
			this.beginnings.reset(Reason.FINALITY, ancestor.number() + 1);
			return true;
		}
		if (isTooFar(ancestor, goal)) {
			return skip(ancestor, goal);
		}
		boolean complete = this.recollection.isDone(ancestor.number());
		Known header = this.way.lowest();
		if (header == null || !complete) {
			return false;
		}
		if (!this.walk.isLink(header.head(), ancestor)) {
			return breakOff();
		}
		boolean voids = ancestor.number() < this.walk.tipNumber();
		boolean entered = voids ? this.writer.reorg(ancestor, header) : this.writer.extend(header);
		if (entered) {
			if (this.way.lowestDelivered()) {
				this.waypoint = null;
			}
			progressed();
		}
		return entered;
	}

	/** Headers that contradict each other are all fetched again. */
	private boolean breakOff() {
		this.brokenLinks.add();
		dropWay();
		return pauseIfOften();
	}

	private boolean pauseIfOften() {
		Duration pause = this.brokenLinks.pause();
		if (!pause.isZero()) {
			this.retry.await(pause);
		}
		return true;
	}

	private boolean isTooFar(BlockRef ancestor, Head goal) {
		return goal.number() - ancestor.number() > this.maxBlocks;
	}

	/** Nothing stale remains: the reorg is told before the skip. */
	private boolean skip(BlockRef ancestor, Head goal) {
		boolean voids = ancestor.number() < this.walk.tipNumber();
		this.beginnings.skip(voids ? new WalkEvent.Reverted(ancestor, this.walk.above(ancestor.number())) : null,
				ancestor.number() + 1, goal);
		this.waypoint = null;
		return true;
	}

	private boolean ascend(Head goal) {
		Known header = this.way.aboveTip();
		if (header == null) {
			return false;
		}
		if (!this.walk.isNextByNumber(header.head())) {
			return relink(header);
		}
		if (isTooFar(this.walk.tip(), goal)) {
			return skip(this.walk.tip(), goal);
		}
		if (!this.recollection.isDone(this.walk.tipNumber()) || !this.writer.extend(header)) {
			return false;
		}
		progressed();
		return true;
	}

	/** Fetched twice and broken twice, the tip itself is in question. */
	private boolean relink(Known header) {
		this.way.dropAscent();
		if (this.brokenLinks.isBrokenAgain(header.head().number())) {
			this.waypoint = header;
		}
		return pauseIfOften();
	}

	/**
	 * Doubt the way, since a header on it is denied again and again.
	 * @param leadsToNewest whether the goal is what the node calls its newest head, so
	 * that only another head that is sought first may be an orphan
	 */
	void doubtWay(boolean leadsToNewest) {
		if (leadsToNewest && this.waypoint == null) {
			this.way.doubtLowest();
		}
		else {
			dropWay();
		}
	}

	/**
	 * Give up the way, and seek it afresh.
	 */
	private void dropWay() {
		this.waypoint = null;
		this.way.forget();
	}

	private void progressed() {
		this.brokenLinks.reset();
		this.pruning.progressed();
		this.unserved.reset();
		this.way.progressed();
		this.retry.reset();
		this.checks.progressed();
	}

	/**
	 * Note that a wait is over.
	 * @return whether it is one that counts
	 */
	boolean due(long token) {
		return this.checks.due(token) || this.pruning.due(token) || this.recollection.due(token);
	}

	/**
	 * Forget what was under way: the connection was lost.
	 */
	void interrupt() {
		this.beginnings.reconsider();
		this.pruning.disconnected();
		this.unserved.disconnected();
		this.brokenLinks.reset();
		dropWay();
		this.retry.reset();
		this.recollection.disconnected();
		this.checks.disconnected();
	}

	/**
	 * Seek the way afresh, whatever was wrong with it.
	 */
	void beginAfresh() {
		this.brokenLinks.reset();
		dropWay();
	}

	/**
	 * Go on after a halt.
	 */
	void acknowledge() {
		this.halt.lift();
		beginAfresh();
	}

}
