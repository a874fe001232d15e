package io.headwater.chain;

import java.util.List;
import java.util.function.LongSupplier;

import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.chain.Requests.ContentAsker;

/**
 * Leads the walk to the newest head of a node, one move after another, over one
 * connection. All that is known of a connection is in here, so that none of it is left
 * when the connection is lost: the next one gets another object.
 */
final class NodeSync {

	private final DeliveredChain walk;

	private final WalkWriter writer;

	private final PaceKeeper pace;

	private final FollowedNode node;

	private final WalkOutput output;

	private final Waits waits;

	private final Requests requests;

	private final Retry retry;

	private final LatestReading latest;

	private final SyncTarget target;

	private final StartPoints startPoints;

	private final Pruning pruning;

	private final SyncPath path;

	private final Contents contents;

	private final Announcements announcements;

	private final UnconfirmedReload reload;

	private final Checks checks;

	private final CatchUp catchUp;

	/** A node that does not serve the genesis block is not asked twice. */
	private boolean genesisAsked;

	/** Whether only heads that follow the tip have come since all else was forgotten. */
	private boolean isCleared;

	/** Create it for a new connection. */
	NodeSync(TrackerSettings settings, TrackerMemory memory, FollowedNode node, Attempts attempts, HeaderSource source,
			LongSupplier ids, WalkOutput output, LongSupplier tokens) {
		this.walk = memory.walk();
		this.writer = memory.writer();
		this.pace = memory.pace();
		this.node = node;
		this.output = output;
		this.waits = new Waits(output, tokens);
		this.requests = new Requests(source, settings.maxInFlight(), ids);
		this.retry = new Retry(this.waits, this::wantLatest);
		this.latest = new LatestReading(this.requests, this.retry, this::newestRead);
		this.target = new SyncTarget(this.latest);
		this.startPoints = new StartPoints(settings, memory);
		this.pruning = new Pruning(settings.window(), attempts.denial(), this.retry, this.requests, this.waits);
		this.path = new SyncPath(this.walk, node, this.requests, 2 * settings.maxInFlight(), this.retry, this.latest,
				this.target, this.startPoints, this.pruning, output);
		this.contents = new Contents(settings, this.walk, node, this.requests, this.waits, this.latest, this.target,
				attempts.contentDenial(), output);
		this.announcements = new Announcements(this.walk, this.path, this.target, this.contents, this.latest,
				this.retry, output);
		this.reload = new UnconfirmedReload(this.walk, attempts.failedReloads(), this.requests, this.waits, output);
		this.checks = new Checks(memory, node, this.target, this.startPoints, this.requests, this.latest, this.waits,
				settings.staleHeadAfter(), output);
		this.catchUp = new CatchUp(settings, memory, node, this.path, this.contents, this.startPoints, this.pruning,
				this.checks, this.reload, this.retry, this.announcements, this.latest, output);
	}

	/** Return what was tried in vain, for the next connection. */
	Attempts attempts() {
		return new Attempts(this.pruning.denial(), this.contents.denial(), this.reload.failedAttempts());
	}

	/** The node announced a head. */
	void announced(Head head, long receivedNanos) {
		if (this.node.announcesHints()) {
			hinted();
			return;
		}
		boolean isNext = this.walk.isNext(head);
		if (this.announcements.rejectImplausible(head, isNext)) {
			proceed();
			return;
		}
		this.latest.overtake();
		Known announced = Known.announced(head, receivedNanos);
		boolean isAtTip = this.pace.pace() == Pace.LIVE && this.target.isReached();
		if (!extend(announced, isAtTip && isNext)) {
			seek(announced);
		}
		else if (isAtTip) {
			this.node.headFollowed();
		}
		else {
			proceed();
		}
	}

	/** One head after another, the most frequent case, has nothing to clear away. */
	private boolean extend(Known announced, boolean isNextAtTip) {
		if (isNextAtTip && this.isCleared && !this.requests.wantsContent(announced.head())) {
			return this.writer.extend(announced, null);
		}
		boolean extended = this.catchUp.extend(announced);
		this.isCleared = extended && this.catchUp.isCleared();
		return extended;
	}

	private void seek(Known announced) {
		if (!this.announcements.rejectContested(announced.head())) {
			this.target.aimAt(announced);
			if (this.target.isDoubtful() && this.target.detour(this.walk)) {
				this.retry.wantAnother();
			}
		}
		proceed();
	}

	/** The node announced something that says no more than that there is something. */
	void hinted() {
		this.latest.wantInstead();
		proceed();
	}

	/** Read the newest head: something may have been missed. */
	void readLatest() {
		wantLatest();
		proceed();
	}

	private void wantLatest() {
		this.latest.want();
	}

	/** Begin where somebody wants it to begin anew. */
	void replay() {
		this.startPoints.reconsider();
		seekAfresh();
	}

	/** Seek the path afresh, whatever was wrong with it. */
	void seekAfresh() {
		this.catchUp.dropPath();
		readLatest();
	}

	/** A request was answered. An answer of an earlier connection is ignored. */
	void fetched(HeaderRequest request, HeaderAnswer answer) {
		Requests.Asker asker = this.requests.answered(request);
		if (asker != null) {
			Head head = answer.head();
			boolean isRight = head == null || request.isAnsweredBy(head)
					|| (asker == this.path && request.hasHashOf(head));
			if (head != null && isRight) {
				compare(head);
			}
			asker.answered(request, isRight ? answer : refused(answer));
			proceed();
		}
	}

	/**
	 * A request for the content of a head was answered. An answer of an earlier
	 * connection is ignored, as is one that was given before.
	 */
	void contentFetched(ContentRequest request, ContentAnswer answer) {
		List<ContentAsker> askers = this.requests.answered(request);
		if (!askers.isEmpty()) {
			askers.forEach((asker) -> asker.answered(request, answer));
			this.catchUp.extendByFollowing();
			proceed();
			this.contents.bound();
		}
	}

	private HeaderAnswer refused(HeaderAnswer answer) {
		this.output.warned("the node answered with another header than it was asked for");
		return HeaderAnswer.refused(answer.receivedNanos());
	}

	private void compare(Head served) {
		Head delivered = this.walk.tipHead();
		Head waiting = this.contents.waiting(served.number());
		if ((delivered != null && this.node.compare(delivered, served))
				|| (waiting != null && this.node.compare(waiting, served))) {
			this.output.warned("the node announces other hashes than it serves; its announcements are only hints now");
			this.target.aimOnlyAt(null);
			this.latest.want();
		}
	}

	private void newestRead(HeaderRequest request, HeaderAnswer answer) {
		Head head = answer.head();
		if (head == null) {
			this.pruning.forget();
			this.contents.forgetDenial();
			this.latest.fail();
			return;
		}
		this.latest.succeed(head);
		if (this.target.isAtOdds(head, this.walk) && this.latest.wantAgainIfOvertaken()) {
			return;
		}
		boolean leadsToNewest = this.target.is(head);
		if (leadsToNewest && this.contents.isDenied()) {
			this.catchUp.doubtHeaders();
		}
		else if (this.target.mayBeOrphaned() && !(leadsToNewest && this.pruning.isSuspected())) {
			this.catchUp.doubtPath(leadsToNewest);
			this.target.clear();
		}
		boolean isNews = this.node.announcesHints() || this.latest.isInstead();
		HeadOrigin origin = isNews ? HeadOrigin.LIVE : HeadOrigin.CATCH_UP;
		Known newest = Known.served(head, origin, answer.receivedNanos());
		Known givenUp = this.target.givenUpFor(newest);
		if (givenUp != null) {
			this.catchUp.giveUp(givenUp.head());
		}
		this.target.aimAt(newest);
		prefer();
		this.checks.newestRead(newest);
	}

	/** What the node serves is reached before what it only announces, or denies. */
	private void prefer() {
		if (this.startPoints.isPending() ? this.target.detour() : this.target.detour(this.walk)) {
			this.retry.wantAnother();
		}
	}

	/** A wait is over. */
	void retryDue(long token) {
		if (this.waits.due(token)) {
			proceed();
		}
	}

	/** Go as far as it goes at this moment, and ask for what is needed to go on. */
	void proceed() {
		this.isCleared = false;
		this.contents.seekNext();
		// Before other requests take the room, and again since progress ends a wait.
		this.latest.request();
		boolean again = true;
		while (again && this.writer.hasRoom() && !this.pace.isHalted()) {
			again = move();
		}
		this.latest.request();
	}

	private boolean move() {
		Known target = this.target.head();
		if (target == null) {
			return false;
		}
		if (this.catchUp.arrive(target.head())) {
			return goOnFrom(target);
		}
		return this.catchUp.move(target);
	}

	/**
	 * What was announced meanwhile is next, and the last of it need not be the newest.
	 */
	private boolean goOnFrom(Known reached) {
		askForGenesis();
		if (this.walk.tipNumber() == reached.number()) {
			this.reload.ensureLoaded(this.walk.tipNumber());
		}
		boolean another = this.target.leaveBehind();
		if (another) {
			this.latest.want();
		}
		return another;
	}

	/** It tells a chain that began anew from one that is behind. */
	private void askForGenesis() {
		if (this.walk.genesis() == null && !this.genesisAsked) {
			if (this.walk.first() == 0) {
				this.walk.genesis(this.walk.hash(0));
			}
			else {
				this.genesisAsked = this.requests.send(this::genesisRead, 0);
			}
		}
	}

	private void genesisRead(HeaderRequest request, HeaderAnswer answer) {
		Head head = answer.head();
		if (head != null) {
			this.walk.genesis(head.hash());
		}
	}

	/** Return whether the walk is where the node's newest head is, or above. */
	boolean isAtNewest() {
		return this.latest.isDone() && !this.startPoints.isPending()
				&& (this.target.isReached() || (isLower() && !isTooLow()));
	}

	/**
	 * Return whether nothing is missing but what belongs to a head, which was asked for
	 * just now.
	 */
	boolean isAwaitingContent() {
		return this.contents.isAwaited() && this.latest.isDone() && !this.startPoints.isPending();
	}

	private boolean isLower() {
		return !this.walk.isEmpty() && this.target.isLowerThan(this.walk.tipNumber());
	}

	/** Return whether the node's newest head is below all that is remembered. */
	boolean isTooLow() {
		return !this.walk.isEmpty() && this.target.isLowerThan(this.walk.first());
	}

	/**
	 * What was tried in vain, over all connections.
	 *
	 * @param denial which number no node has served, and for how long
	 * @param contentDenial of which number no node has given the content, and for how
	 * long
	 * @param failedReloads how often headers of an earlier run could not be read
	 */
	record Attempts(Pruning.Denial denial, Pruning.Denial contentDenial, int failedReloads) {

		static final Attempts NONE = new Attempts(Pruning.Denial.NOTHING, Pruning.Denial.NOTHING, 0);

	}

}
