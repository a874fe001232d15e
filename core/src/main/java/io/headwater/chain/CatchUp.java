package io.headwater.chain;

import java.time.Duration;

import io.headwater.BlockRef;
import io.headwater.ChainResetEvent.Reason;
import io.headwater.Head;
import io.headwater.chain.Checks.Verdict;
import io.headwater.chain.FollowedNode.BrokenLinks;
import org.jspecify.annotations.Nullable;

/**
 * Brings the walk to a head that does not simply extend it: over a gap, onto another
 * branch, or to a beginning. It makes one move at a time, and knows after each how to go
 * on from where it stands.
 */
final class CatchUp {

	private final long maxBlocks;

	/** For how many heads contents are asked for ahead. */
	private final int ahead;

	private final DeliveredChain walk;

	private final WalkWriter writer;

	private final SyncPath path;

	private final Contents contents;

	private final StartPoints startPoints;

	private final Pruning pruning;

	private final FollowedNode node;

	private final BrokenLinks brokenLinks;

	private final Checks checks;

	private final UnconfirmedReload reload;

	private final Retry retry;

	private final PaceKeeper pace;

	private final Announcements announcements;

	private final LatestReading latest;

	private final WalkOutput output;

	/**
	 * A head on the path, from which another branch is sought before the target itself.
	 */
	private @Nullable Known waypoint;

	CatchUp(TrackerSettings settings, TrackerMemory memory, FollowedNode node, SyncPath path, Contents contents,
			StartPoints startPoints, Pruning pruning, Checks checks, UnconfirmedReload reload, Retry retry,
			Announcements announcements, LatestReading latest, WalkOutput output) {
		this.maxBlocks = settings.maxBlocks();
		this.ahead = settings.maxInFlight();
		this.walk = memory.walk();
		this.writer = memory.writer();
		this.pace = memory.pace();
		this.node = node;
		this.brokenLinks = node.brokenLinks();
		this.path = path;
		this.contents = contents;
		this.startPoints = startPoints;
		this.pruning = pruning;
		this.checks = checks;
		this.reload = reload;
		this.retry = retry;
		this.announcements = announcements;
		this.latest = latest;
		this.output = output;
	}

	/**
	 * Deliver a head that extends the tip by its announcement, whatever else is sought,
	 * unless the walk is to begin anew, or has to be confirmed first. If its content is
	 * missing, that is asked for.
	 * @return whether it was delivered
	 */
	boolean extend(Known announced) {
		Head head = announced.head();
		this.startPoints.announced(announced.number());
		boolean isNext = this.walk.isNext(head);
		boolean mayExtend = (isNext || this.contents.isAwaitedBy(head)) && !this.pace.isHalted()
				&& this.writer.hasRoom() && !this.startPoints.isPending()
				&& this.reload.ensureLoaded(this.walk.tipNumber());
		if (!mayExtend) {
			return false;
		}
		if (!isNext || this.contents.isMissing(head)) {
			this.contents.follow(announced);
			return false;
		}
		if (!this.writer.extend(announced, this.contents.of(head))) {
			return false;
		}
		// What is below another head is known still, but may be this one by now.
		this.path.dropBranch();
		this.waypoint = null;
		progressed();
		return true;
	}

	/**
	 * Deliver announced heads that follow the tip, and have waited for their contents.
	 */
	void extendByFollowing() {
		Known next = this.contents.nextFollowing();
		while (next != null && extend(next)) {
			next = this.contents.nextFollowing();
		}
	}

	/** Return whether nothing of a search is left, right after a head was delivered. */
	boolean isCleared() {
		return !this.path.isFilling() && this.contents.isEmpty();
	}

	/**
	 * End the checks if there is nothing left to do for a head.
	 * @return whether that is so
	 */
	boolean arrive(Head target) {
		boolean reached = !this.startPoints.isPending() && !this.pruning.isSearching() && this.waypoint == null
				&& this.walk.contains(target);
		if (reached) {
			this.checks.reached();
		}
		return reached;
	}

	/**
	 * Make one move towards a head.
	 * @return whether another move may follow at once
	 */
	boolean move(Known target) {
		if (this.retry.isWaiting() && !this.brokenLinks.pause().isZero()) {
			return false;
		}
		if (this.pruning.isSearching()) {
			return search();
		}
		if (this.startPoints.isPending()) {
			return begin(target);
		}
		Known next = (this.waypoint != null) ? this.waypoint : target;
		if (this.walk.contains(next.head())) {
			this.waypoint = null;
			return !target.isSame(next.head());
		}
		return pursue(next, target);
	}

	private boolean search() {
		Pruning.Search found = this.pruning.searchOn();
		if (found == null) {
			return false;
		}
		if (found.isNothingPruned()) {
			dropPath();
		}
		else {
			this.startPoints.pruned(found.firstServed());
		}
		return true;
	}

	/** Where it begins is not for a mere announcement to say. */
	private boolean begin(Known target) {
		this.checks.drop();
		Long number = this.startPoints.number();
		boolean isHighEnough = number == null || target.number() >= number;
		if (!this.startPoints.isResuming() && isHighEnough && !this.announcements.isServedOrAsk(target)) {
			return false;
		}
		StartPoints.Outcome outcome = this.startPoints.move(target, this.path, this.contents);
		if (outcome == StartPoints.Outcome.BEGUN) {
			this.waypoint = null;
			this.path.drop();
			progressed();
		}
		return outcome != StartPoints.Outcome.WAITING;
	}

	private boolean pursue(Known next, Known target) {
		if (!this.checks.allowOrAsk(next.head())) {
			return false;
		}
		ForkPoint forkPoint = this.path.to(next);
		if (forkPoint instanceof ForkPoint.At at) {
			return follow(at.ancestor(), target);
		}
		if (forkPoint instanceof ForkPoint.Missing missing) {
			this.path.fetch(new BlockRef(missing.number(), missing.hash()));
			return false;
		}
		if (forkPoint instanceof ForkPoint.FarAbove) {
			return ascendFar(next, target);
		}
		if (forkPoint instanceof ForkPoint.Unnamed unnamed) {
			return ascend(target, unnamed.number());
		}
		if (forkPoint instanceof ForkPoint.Lie lie) {
			this.announcements.drop(lie.head(), lie.fault());
			return true;
		}
		if (forkPoint instanceof ForkPoint.NoLink noLink) {
			return breakOff(noLink.number());
		}
		if (!this.path.isLowestServedOrAsk()) {
			return false;
		}
		this.startPoints.reset(
				(forkPoint instanceof ForkPoint.OtherGenesis) ? Reason.CHAIN_RESTARTED : Reason.BEYOND_WINDOW,
				this.walk.first());
		return true;
	}

	private boolean follow(BlockRef ancestor, Known target) {
		boolean isBelowAll = ancestor.number() < this.walk.first();
		if (isBelowAll && !this.path.isLowestServedOrAsk()) {
			return false;
		}
		Verdict verdict = this.checks.judgeOrAsk(ancestor);
		if (verdict == Verdict.OPEN) {
			return false;
		}
		if (verdict == Verdict.RESTARTED) {
			this.startPoints.reset(Reason.CHAIN_RESTARTED, this.walk.first());
			return true;
		}
		if (verdict == Verdict.VIOLATION) {
			if (!this.path.isLowestServedOrAsk()) {
				return false;
			}
			this.startPoints.reset(Reason.FINALITY, ancestor.number() + 1);
			return true;
		}
		if (isTooFar(ancestor, target.head())) {
			return this.announcements.isServedOrAsk(target) && skip(ancestor, target.head());
		}
		boolean complete = this.reload.ensureLoaded(ancestor.number());
		Known header = this.path.lowestOrFetch();
		if (header == null || !complete) {
			return false;
		}
		if (!this.walk.isLink(header.head(), ancestor)) {
			return breakOff(header.number());
		}
		if (this.contents.isMissing(header.head())) {
			this.contents.await(this.path.lowest(this.ahead));
			return false;
		}
		Object content = this.contents.of(header.head());
		boolean voids = ancestor.number() < this.walk.tipNumber();
		boolean entered = voids ? this.writer.reorg(ancestor, header, content) : this.writer.extend(header, content);
		if (entered) {
			if (this.path.leaveLowest()) {
				this.waypoint = null;
			}
			progressed();
		}
		return entered;
	}

	/** Headers that contradict each other are all fetched again. */
	private boolean breakOff(long number) {
		this.brokenLinks.count();
		dropPath();
		return pauseIfOften(number);
	}

	private boolean pauseIfOften(long number) {
		Duration pause = this.brokenLinks.pause();
		if (pause.isZero()) {
			return true;
		}
		this.retry.schedule(pause);
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
	private boolean isTooFar(BlockRef ancestor, Head target) {
		return target.number() - ancestor.number() > this.maxBlocks && !this.writer.isReplaying(ancestor);
	}

	/** Nothing stale remains: the reorg is published before the skip. */
	private boolean skip(BlockRef ancestor, Head target) {
		boolean voids = ancestor.number() < this.walk.tipNumber();
		this.startPoints.skip(voids ? new WalkEvent.Reverted(ancestor, this.walk.above(ancestor.number())) : null,
				ancestor.number() + 1, target);
		this.waypoint = null;
		return true;
	}

	/**
	 * An absurd number is no reason to ask for what lies above the node's newest head.
	 */
	private boolean ascendFar(Known next, Known target) {
		long last = this.path.lowestBlock().number() - 1;
		Head newest = this.latest.newest();
		if (newest != null && newest.number() > this.walk.tipNumber()) {
			return ascend(target, next.isServed() ? last : Math.min(last, newest.number()));
		}
		return this.announcements.isServedOrAsk(next) && ascend(target, last);
	}

	private boolean ascend(Known target, long last) {
		Known header = this.path.aboveTipOrFetch(last);
		if (header == null) {
			return false;
		}
		if (!this.walk.isNextByNumber(header.head())) {
			return relink(header);
		}
		if (isTooFar(this.walk.tip(), target.head())) {
			return this.announcements.isServedOrAsk(target) && skip(this.walk.tip(), target.head());
		}
		if (!this.reload.ensureLoaded(this.walk.tipNumber())) {
			return false;
		}
		if (this.contents.isMissing(header.head())) {
			this.path.fetchAbove(last);
			this.contents.await(this.path.fetched(this.ahead));
			return false;
		}
		if (!this.writer.extend(header, this.contents.of(header.head()))) {
			return false;
		}
		progressed();
		return true;
	}

	/** Fetched twice and broken twice, the tip itself is in question. */
	private boolean relink(Known header) {
		this.path.dropFetched();
		if (this.brokenLinks.countAndCheck(header.head().number())) {
			this.waypoint = header;
		}
		return pauseIfOften(header.number());
	}

	/**
	 * Doubt the path, since a header on it is denied again and again.
	 * @param leadsToNewest whether the goal is what the node calls its newest head, so
	 * that only another head that is sought first may be an orphan
	 */
	void doubtPath(boolean leadsToNewest) {
		if (leadsToNewest && this.waypoint == null) {
			doubtLowest();
		}
		else {
			dropPath();
		}
	}

	/**
	 * Fetch headers again if the content of the next head is denied again and again: they
	 * may be those of orphans.
	 */
	void doubtHeaders() {
		if (!this.contents.doubtNext()) {
			return;
		}
		if (this.waypoint != null) {
			dropPath();
		}
		else {
			this.path.fetchUnproved();
		}
	}

	/** The newest head leads to a parent that the node itself does not have. */
	private void doubtLowest() {
		BlockRef lowest = this.path.doubtLowest();
		if (lowest != null) {
			this.brokenLinks.count();
			pauseIfOften(lowest.number());
		}
	}

	/** Give up a head that nobody serves. */
	void giveUp(Head head) {
		this.waypoint = null;
		this.retry.wantAnother();
		this.announcements.drop(head.hash(), AnnouncementFault.NOT_SERVED);
	}

	/** Give up the path, and seek it afresh. */
	void dropPath() {
		this.waypoint = null;
		this.path.forget();
	}

	private void progressed() {
		this.node.progressed();
		this.pruning.forget();
		this.path.progressed();
		this.contents.progressed();
		this.retry.reset();
		this.checks.progressed();
	}

}
