package io.headwater.chain;

import java.time.Duration;

import io.headwater.BlockRef;
import io.headwater.Head;
import io.headwater.chain.KnownHeads.Known;
import io.headwater.chain.Requests.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * Makes a walk without holes out of what a node announces, which are but hints: the last
 * of several heads, one branch after another, the same head twice. It is a plain state
 * machine without threads, clock or I/O, fed one input at a time; what it wants goes to
 * its {@link HeaderSource}, what it decides to its {@link WalkOutput}.
 * <ol>
 * <li>A head that extends the tip is delivered at once.</li>
 * <li>For any other, the way back is walked along parent hashes until a delivered head is
 * met: the common ancestor. What was delivered above it is void.</li>
 * <li>A long gap is filled upwards by number, each header checked against the one below
 * it; where it does not link, the way back is walked from there.</li>
 * </ol>
 * The tip is the last head that entered the queue. Without room it stands still, and what
 * is missing is sought afresh when there is room.
 */
public final class HeadTracker {

	private final DeliveredChain walk;

	private final WalkWriter writer;

	private final Requests requests;

	private final Retry retry;

	private final LatestReading latest;

	private final UnconfirmedReload reload;

	private final UnservedHeaders unserved;

	private final StartPoints startPoints;

	private final Finality finality;

	private final Checks checks;

	private final CatchUp catchUp;

	private final Answers answers;

	private final AnnouncedHashes announcedHashes = new AnnouncedHashes();

	private final SyncTarget target;

	private final Announcements announcements;

	private final Halt halt = new Halt();

	private final PaceKeeper pace;

	private final SyncLoop syncLoop;

	/** Whether only heads that follow the tip have come since all else was forgotten. */
	private boolean isCleared;

	/** Nobody remembers which node an earlier run has followed. */
	private boolean nodeIsUnknown;

	/**
	 * Create a tracker that has not begun.
	 * @param settings what it is to keep to
	 * @param resumption where it goes on, whatever {@link TrackerSettings#start()} is, or
	 * {@code null} if nothing was delivered before
	 * @param source where headers come from
	 * @param output where its decisions go
	 */
	public HeadTracker(TrackerSettings settings, @Nullable Resumption resumption, HeaderSource source,
			WalkOutput output) {
		Waits waits = new Waits(output);
		this.walk = new DeliveredChain(settings.window(), settings.confirmations());
		this.writer = new WalkWriter(this.walk, settings.confirmations(), output);
		this.finality = new Finality(this.walk, this.writer);
		this.retry = new Retry(waits);
		this.requests = new Requests(source, settings.maxInFlight(), this.retry);
		this.latest = new LatestReading(this.requests, this.retry);
		this.target = new SyncTarget(this.latest);
		GenesisReading genesis = new GenesisReading(this.walk, this.requests, waits);
		ForwardFill forwardFill = new ForwardFill(this.requests, 2 * settings.maxInFlight());
		SyncPath path = new SyncPath(this.walk, this.requests, forwardFill);
		this.announcements = new Announcements(this.walk, path, this.target, this.latest, this.retry, output);
		Pruning pruning = new Pruning(settings.window(), this.retry, this.requests, waits);
		this.unserved = new UnservedHeaders(output, path, pruning);
		this.reload = new UnconfirmedReload(this.walk, this.requests, waits, output);
		this.startPoints = new StartPoints(settings, this.walk, this.writer, forwardFill, this.finality, this.halt);
		Duration staleHeadAfter = settings.staleHeadAfter();
		this.checks = new Checks(this.walk,
				new LowerBranchCheck(this.walk, this.target, this.requests, waits, staleHeadAfter),
				new LowChainCheck(this.walk, this.target, this.startPoints, this.requests, this.latest, waits,
						staleHeadAfter, output),
				genesis, new FinalityCheck(this.finality, this.requests, waits));
		this.catchUp = new CatchUp(settings.maxBlocks(), this.walk, this.writer, path, this.startPoints, pruning,
				this.unserved, this.checks, this.reload, this.retry, this.halt, this.announcements, this.latest,
				output);
		this.answers = new Answers(output, this.walk, this.target, this.latest, this.announcedHashes, this.startPoints,
				this.catchUp, new SyncPathAnswers(this.walk, this.target, this.latest, path, this.startPoints, pruning,
						this.unserved, this.retry),
				pruning, this.checks, genesis, this.reload, this.retry, this.unserved);
		this.pace = new PaceKeeper(this.walk, this.target, this.latest, this.startPoints, this.writer, this.halt,
				output);
		this.syncLoop = new SyncLoop(this.walk, this.writer, this.target, this.latest, genesis, this.reload,
				this.catchUp, this.halt, this.pace);
		if (resumption != null) {
			resume(resumption);
		}
	}

	private void resume(Resumption resumption) {
		this.walk.resume(resumption);
		this.writer.resume(resumption);
		this.finality.resume(resumption);
		this.startPoints.resume(resumption.checkpoint());
		this.nodeIsUnknown = true;
	}

	/**
	 * The node announces its heads from now on.
	 * @param sameNode whether it is the node that was followed before, or the first one
	 */
	public void connected(boolean sameNode) {
		this.syncLoop.connected();
		if (!sameNode || this.nodeIsUnknown) {
			this.announcedHashes.reset();
			this.unserved.reset();
			this.catchUp.otherNode();
			this.nodeIsUnknown = false;
		}
		proceed();
	}

	/**
	 * The connection is lost: no answer comes any more for what was asked.
	 */
	public void disconnected() {
		this.syncLoop.disconnected();
		this.target.clear();
		this.requests.clear();
		this.catchUp.interrupt();
		proceed();
	}

	/**
	 * The node announced a head.
	 * @param head the head
	 * @param receivedNanos when its frame came, on the caller's clock
	 */
	public void announced(Head head, long receivedNanos) {
		if (!this.syncLoop.isConnected()) {
			return;
		}
		if (this.announcedHashes.areHints()) {
			hinted();
			return;
		}
		if (!this.announcements.isPlausible(head)) {
			proceed();
			return;
		}
		this.latest.announced();
		Known told = Known.announced(head, receivedNanos);
		boolean isAtTip = isAtTip();
		if (!extend(told, isAtTip)) {
			seek(told);
		}
		else if (isAtTip) {
			this.announcedHashes.followed();
			this.pace.update();
		}
		else {
			proceed();
		}
	}

	/** One head after another, the most frequent case, has nothing to clear away. */
	private boolean extend(Known told, boolean isAtTip) {
		if (isAtTip && this.isCleared && this.walk.isNext(told.head())) {
			return this.writer.extend(told);
		}
		boolean extended = this.catchUp.extend(told);
		this.isCleared = extended && this.catchUp.isCleared();
		return extended;
	}

	private void proceed() {
		this.isCleared = false;
		this.syncLoop.proceed();
	}

	private void seek(Known told) {
		if (this.announcements.isContested(told.head())) {
			proceed();
			return;
		}
		this.target.aimAt(told);
		if (this.target.isDoubtful() && this.target.detour(this.walk)) {
			this.retry.anotherIsWanted();
		}
		proceed();
	}

	/** The usual case: nothing is under way, and nothing stands in the way. */
	private boolean isAtTip() {
		return this.pace.pace() == Pace.LIVE && this.target.isReached();
	}

	/**
	 * A request was answered. An answer of an earlier connection is ignored.
	 * @param request the request
	 * @param answer the answer
	 */
	public void fetched(HeaderRequest request, HeaderAnswer answer) {
		Purpose purpose = this.requests.answered(request);
		if (purpose != null) {
			this.answers.take(purpose, request, answer);
			proceed();
		}
	}

	/**
	 * The node has told its safe or finalized block.
	 * @param tag which of them
	 * @param head the block
	 * @param receivedNanos when the answer came, on the caller's clock
	 */
	public void finalityRead(FinalityTag tag, Head head, long receivedNanos) {
		if (!this.halt.isOn() && !this.startPoints.isResuming()) {
			this.finality.read(tag, head, receivedNanos);
			this.pace.update();
		}
	}

	/**
	 * There is room in the queue again.
	 */
	public void room() {
		this.writer.roomAgain();
		if (this.syncLoop.isConnected() && !this.halt.isOn()) {
			this.finality.tell();
		}
		proceed();
	}

	/**
	 * A wait is over.
	 * @param token names the wait
	 */
	public void retryDue(long token) {
		if (this.retry.due(token)) {
			this.latest.want();
			proceed();
		}
		else if (this.catchUp.due(token)) {
			proceed();
		}
	}

	/**
	 * Somebody has read why the walk halted, and wants it to go on.
	 */
	public void acknowledge() {
		this.catchUp.acknowledge();
		readLatest();
	}

	/**
	 * Deliver again what was delivered from a number on, after a reset that says so.
	 * Nothing happens while the walk has not begun or is halted, or if the number is
	 * above the tip.
	 * @param number the number of the first head
	 */
	public void replay(long number) {
		if (this.walk.isEmpty() || this.halt.isOn() || this.startPoints.isResuming()
				|| number > this.walk.tipNumber()) {
			return;
		}
		this.writer.replayUpTo(this.walk.tipNumber());
		this.startPoints.replay(number);
		this.catchUp.beginAfresh();
		readLatest();
	}

	/**
	 * The node announced something that says no more than that there is something.
	 */
	public void hinted() {
		this.latest.wantInstead();
		proceed();
	}

	/**
	 * Read the newest head: something may have been missed.
	 */
	public void readLatest() {
		this.latest.want();
		proceed();
	}

	/**
	 * Return the last head that entered the queue.
	 * @return the tip, or {@code null} before the first head
	 */
	public @Nullable BlockRef tip() {
		return this.walk.isEmpty() ? null : this.walk.tip();
	}

	/**
	 * Return how the walk stands.
	 * @return its pace
	 */
	public Pace pace() {
		return this.pace.pace();
	}

}
