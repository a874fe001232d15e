package io.headwater.chain;

import java.time.Duration;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent.Reason;
import io.headwater.Head;
import io.headwater.chain.Checks.Verdict;
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

	private final Announcements announcements;

	private final LatestReading latest;

	private final WalkOutput output;

	private final BrokenLinks brokenLinks = new BrokenLinks();

	/** A head on the way, from which another branch is sought before the goal itself. */
	private @Nullable Known waypoint;

	Pursuit(long maxBlocks, DeliveredWalk walk, WalkWriter writer, Way way, Beginnings beginnings, Pruning pruning,
			UnservedHeaders unserved, Checks checks, Recollection recollection, Retry retry, Halt halt,
			Announcements announcements, LatestReading latest, WalkOutput output) {
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
		this.announcements = announcements;
		this.latest = latest;
		this.output = output;
	}

	/**
	 * Deliver a head that extends the tip by its announcement, whatever else is sought,
	 * unless the walk is to begin anew, or has to be confirmed first.
	 * @return whether it was delivered
	 */
	boolean extend(Known told) {
		this.beginnings.announced(told.number());
		boolean mayExtend = this.walk.isNext(told.head()) && !this.halt.isOn() && this.writer.hasRoom()
				&& !this.beginnings.isPending() && this.recollection.isDone(this.walk.tipNumber());
		if (!mayExtend || !this.writer.extend(told)) {
			return false;
		}
		this.pruning.forget();
		// What is below another head is known still, but may be this one by now.
		this.way.dropBranch();
		this.waypoint = null;
		progressed();
		return true;
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
		if (this.retry.isWaiting() && !this.brokenLinks.pause().isZero()) {
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
			return !goal.isSame(target.head());
		}
		return pursue(target, goal);
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

	/** Where it begins is not for a mere announcement to say. */
	private boolean begin(Known goal) {
		this.checks.drop();
		Long number = this.beginnings.number();
		boolean isHighEnough = number == null || goal.number() >= number;
		if (!this.beginnings.isResuming() && isHighEnough && !this.announcements.isVouchedFor(goal)) {
			return false;
		}
		Beginnings.Outcome outcome = this.beginnings.move(goal);
		if (outcome == Beginnings.Outcome.BEGUN) {
			this.waypoint = null;
			this.way.drop();
			progressed();
		}
		return outcome != Beginnings.Outcome.WAITING;
	}

	private boolean pursue(Known target, Known goal) {
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
			return ascendFar(target, goal);
		}
		if (meeting instanceof Meeting.Unnamed unnamed) {
			return ascend(goal, unnamed.number());
		}
		if (meeting instanceof Meeting.Lie lie) {
			this.announcements.drop(lie.head(), lie.fault());
			return true;
		}
		if (meeting instanceof Meeting.NoLink noLink) {
			return breakOff(noLink.number());
		}
		if (!this.way.isLowestServed()) {
			return false;
		}
		this.beginnings.reset((meeting instanceof Meeting.OtherGenesis) ? Reason.CHAIN_RESTARTED : Reason.BEYOND_WINDOW,
				this.walk.first());
		return true;
	}

	private boolean follow(BlockRef ancestor, Known goal) {
		boolean isBelowAll = ancestor.number() < this.walk.first();
		if (isBelowAll && !this.way.isLowestServed()) {
			return false;
		}
		Verdict verdict = this.checks.judge(ancestor);
		if (verdict == Verdict.OPEN) {
			return false;
		}
		if (verdict == Verdict.RESTARTED) {
			this.beginnings.reset(Reason.CHAIN_RESTARTED, this.walk.first());
			return true;
		}
		if (verdict == Verdict.VIOLATION) {
			if (!this.way.isLowestServed()) {
				return false;
			}
			this.beginnings.reset(Reason.FINALITY, ancestor.number() + 1);
			return true;
		}
		if (isTooFar(ancestor, goal.head())) {
			return this.announcements.isVouchedFor(goal) && skip(ancestor, goal.head());
		}
		boolean complete = this.recollection.isDone(ancestor.number());
		Known header = this.way.lowest();
		if (header == null || !complete) {
			return false;
		}
		if (!this.walk.isLink(header.head(), ancestor)) {
			return breakOff(header.number());
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
	private boolean breakOff(long number) {
		this.brokenLinks.add();
		dropWay();
		return pauseIfOften(number);
	}

	private boolean pauseIfOften(long number) {
		Duration pause = this.brokenLinks.pause();
		if (pause.isZero()) {
			return true;
		}
		this.retry.await(pause);
		if (this.brokenLinks.haveBecomeMany()) {
			this.output.warned("the headers of this chain do not link at block " + number
					+ "; it is asked again, at the latest every 30 seconds, and nothing is delivered until they do");
		}
		if (this.brokenLinks.areMany()) {
			this.output.unlinked(number);
		}
		return false;
	}

	/** What is delivered again has no limit, since it was made void for that. */
	private boolean isTooFar(BlockRef ancestor, Head goal) {
		return goal.number() - ancestor.number() > this.maxBlocks && !this.writer.isReplaying(ancestor);
	}

	/** Nothing stale remains: the reorg is told before the skip. */
	private boolean skip(BlockRef ancestor, Head goal) {
		boolean voids = ancestor.number() < this.walk.tipNumber();
		this.beginnings.skip(voids ? new WalkEvent.Reverted(ancestor, this.walk.above(ancestor.number())) : null,
				ancestor.number() + 1, goal);
		this.waypoint = null;
		return true;
	}

	/**
	 * An absurd number is no reason to ask for what lies above the node's newest head.
	 */
	private boolean ascendFar(Known target, Known goal) {
		long last = this.way.lowestBlock().number() - 1;
		if (this.latest.newest() > this.walk.tipNumber()) {
			return ascend(goal, target.isServed() ? last : Math.min(last, this.latest.newest()));
		}
		return this.announcements.isVouchedFor(target) && ascend(goal, last);
	}

	private boolean ascend(Known goal, long last) {
		Known header = this.way.aboveTip(last);
		if (header == null) {
			return false;
		}
		if (!this.walk.isNextByNumber(header.head())) {
			return relink(header);
		}
		if (isTooFar(this.walk.tip(), goal.head())) {
			return this.announcements.isVouchedFor(goal) && skip(this.walk.tip(), goal.head());
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
		return pauseIfOften(header.number());
	}

	/**
	 * Doubt the way, since a header on it is denied again and again.
	 * @param leadsToNewest whether the goal is what the node calls its newest head, so
	 * that only another head that is sought first may be an orphan
	 */
	void doubtWay(boolean leadsToNewest) {
		if (leadsToNewest && this.waypoint == null) {
			doubtLowest();
		}
		else {
			dropWay();
		}
	}

	/** The newest head leads to a parent that the node itself does not have. */
	private void doubtLowest() {
		BlockRef lowest = this.way.doubtLowest();
		if (lowest != null) {
			this.brokenLinks.add();
			pauseIfOften(lowest.number());
		}
	}

	/**
	 * Give up a head that nobody serves.
	 */
	void giveUp(Head head) {
		this.waypoint = null;
		this.retry.anotherIsWanted();
		this.announcements.drop(head.hash(), AnnouncementFault.NOT_SERVED);
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
	 * Note that another node is followed, whose headers may link.
	 */
	void otherNode() {
		this.brokenLinks.reset();
		this.checks.otherNode();
	}

	/**
	 * Forget what was under way: the connection was lost.
	 */
	void interrupt() {
		this.beginnings.disconnected();
		this.pruning.disconnected();
		this.unserved.disconnected();
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
