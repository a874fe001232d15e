package io.headwater.chain;

import io.headwater.BlockRef;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.chain.HeaderAnswer.Outcome;
import io.headwater.chain.HeaderRequest.Kind;
import io.headwater.chain.KnownHeads.Known;
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

	/** A node that lags denies a header a few times; one that dropped it, always. */
	private static final int ABSENT_UNTIL_ORPHANED = 8;

	private final TrackerSettings settings;

	private final WalkOutput output;

	private final DeliveredWalk walk;

	private final WalkWriter writer;

	private final Requests requests;

	private final Retry retry;

	private final LowerBranchCheck lowerBranch;

	private final Finality finality;

	private final Pursuit pursuit;

	private final AnnouncedHashes announcedHashes = new AnnouncedHashes();

	/**
	 * The head to reach: the newest that the node has told, or none once it is reached.
	 */
	private @Nullable Known newest;

	/** What was told while a higher head was sought: the chain may have become lower. */
	private @Nullable Known passedOver;

	private Pace pace = Pace.CATCHING_UP;

	private boolean connected;

	private boolean latestRead;

	private boolean latestWanted;

	private int absent;

	private long tokens;

	private long otherNodeToken;

	/**
	 * Create a tracker that has delivered nothing.
	 * @param settings what it is to keep to
	 * @param source where headers come from
	 * @param output where its decisions go
	 */
	public HeadTracker(TrackerSettings settings, HeaderSource source, WalkOutput output) {
		this.settings = settings;
		this.output = output;
		this.walk = new DeliveredWalk(settings.window(), settings.confirmations());
		this.writer = new WalkWriter(this.walk, settings.confirmations(), output);
		this.requests = new Requests(source, settings.maxInFlight());
		this.retry = new Retry(output);
		this.lowerBranch = new LowerBranchCheck(output);
		this.finality = new Finality(this.walk);
		this.pursuit = new Pursuit(settings, this.walk, this.writer, this.requests, this.retry, this.lowerBranch,
				this.finality);
	}

	/**
	 * The node announces its heads from now on.
	 * @param sameNode whether it is the node that was followed before, or the first one
	 */
	public void connected(boolean sameNode) {
		this.connected = true;
		this.latestWanted = true;
		if (!sameNode) {
			this.announcedHashes.reset();
			this.finality.otherNode();
			this.otherNodeToken = ++this.tokens;
			this.pursuit.allowLower(false);
			this.output.retryAfter(this.settings.staleHeadAfter(), this.otherNodeToken);
		}
		advance();
	}

	/**
	 * The connection is lost: no answer comes any more for what was asked.
	 */
	public void disconnected() {
		this.connected = false;
		this.latestRead = false;
		aimOnlyAt(null);
		this.absent = 0;
		this.requests.clear();
		this.pursuit.interrupt();
		advance();
	}

	/**
	 * The node announced a head.
	 * @param head the head
	 * @param receivedNanos when its frame came, on the caller's clock
	 */
	public void announced(Head head, long receivedNanos) {
		if (!this.connected) {
			return;
		}
		if (this.announcedHashes.areHints()) {
			this.latestWanted = true;
			advance();
			return;
		}
		Known told = new Known(head, HeadOrigin.LIVE, receivedNanos);
		if (isAtTip() && this.walk.isNext(head)) {
			this.announcedHashes.followed();
			this.newest = this.writer.extend(told) ? null : told;
			updatePace();
			return;
		}
		aimAt(told);
		advance();
	}

	/** The usual case: nothing is under way, and nothing stands in the way. */
	private boolean isAtTip() {
		return this.pace == Pace.LIVE && this.newest == null;
	}

	/** One that is lower does not replace one that is still sought: a backend may lag. */
	private void aimAt(Known told) {
		Known newest = this.newest;
		if (newest == null || told.head().number() > newest.head().number()
				|| (told.head().number() == newest.head().number()
						&& !told.head().hash().equals(newest.head().hash()))) {
			aimOnlyAt(told);
		}
		else if (!told.head().hash().equals(newest.head().hash())) {
			this.passedOver = told;
		}
	}

	private void aimOnlyAt(@Nullable Known told) {
		this.newest = told;
		this.passedOver = null;
	}

	private long tipNumber() {
		return this.walk.isEmpty() ? -1 : this.walk.tipNumber();
	}

	/**
	 * A request was answered. An answer of an earlier connection is ignored.
	 * @param request the request
	 * @param answer the answer
	 */
	public void fetched(HeaderRequest request, HeaderAnswer answer) {
		if (!this.requests.answered(request)) {
			return;
		}
		Head head = answer.head();
		if (head != null && !isAsked(head, request)) {
			this.output.warned("the node answered with another header than it was asked for");
			head = null;
			answer = HeaderAnswer.failed(answer.receivedNanos());
		}
		if (head != null) {
			compare(head);
		}
		if (request.kind() == Kind.LATEST) {
			latest(head, answer);
		}
		else if (request.kind() == Kind.BY_NUMBER && this.lowerBranch.isAsking() && request.number() == tipNumber()) {
			tipAsked(head, answer);
		}
		else {
			header(request, head, answer);
		}
		advance();
	}

	private static boolean isAsked(Head head, HeaderRequest request) {
		return (request.kind() == Kind.LATEST || head.number() == request.number())
				&& (request.hash() == null || request.hash().equals(head.hash()));
	}

	private void compare(Head served) {
		Head delivered = this.walk.tipHead();
		if (delivered != null && this.announcedHashes.mismatches(delivered, served)) {
			this.output.warned("the node announces other hashes than it serves; its announcements are only hints now");
			aimOnlyAt(null);
			this.latestWanted = true;
		}
	}

	private void latest(@Nullable Head head, HeaderAnswer answer) {
		if (head == null) {
			this.latestWanted = true;
			this.pursuit.forgetDenials();
			this.retry.await(++this.tokens);
			return;
		}
		this.latestRead = true;
		HeadOrigin origin = this.announcedHashes.areHints() ? HeadOrigin.LIVE : HeadOrigin.CATCH_UP;
		Known told = new Known(head, origin, answer.receivedNanos());
		if (this.absent >= ABSENT_UNTIL_ORPHANED && this.newest != null
				&& (this.pursuit.isAside() || !head.hash().equals(this.newest.head().hash()))) {
			this.absent = 0;
			aimOnlyAt(told);
			this.pursuit.dropWay();
			return;
		}
		aimAt(told);
	}

	private void tipAsked(@Nullable Head head, HeaderAnswer answer) {
		if (answer.outcome() == Outcome.FAILED) {
			this.lowerBranch.pause(++this.tokens);
		}
		else if (this.lowerBranch.hasTip((head != null) ? head.hash() : null, ++this.tokens) && this.newest != null
				&& this.newest.head().number() < tipNumber()) {
			aimOnlyAt(null);
		}
	}

	private void header(HeaderRequest request, @Nullable Head head, HeaderAnswer answer) {
		Known newest = this.newest;
		if (newest == null || (request.kind() == Kind.BY_NUMBER && !this.pursuit.wants(request.number()))) {
			return;
		}
		if (head != null && this.pursuit.takeBackReset(head)) {
			this.absent = ABSENT_UNTIL_ORPHANED;
			this.retry.await(++this.tokens);
			return;
		}
		boolean isFinal = head != null || (this.pursuit.isSearching() && answer.outcome() == Outcome.ABSENT);
		if (!isFinal) {
			this.absent += (answer.outcome() == Outcome.ABSENT) ? 1 : 0;
			this.retry.await(++this.tokens);
		}
		if (head != null) {
			this.absent = 0;
		}
		if (request.kind() == Kind.BY_NUMBER && answer.outcome() != Outcome.FAILED) {
			this.pursuit.fetchedByNumber(request.number(), head, answer.receivedNanos(), newest.head());
		}
		else if (head != null) {
			this.pursuit.fetchedByHash(head, answer.receivedNanos());
			this.retry.anotherIsWanted();
		}
	}

	/**
	 * The node has told its safe or finalized block.
	 * @param tag which of them
	 * @param head the block
	 * @param receivedNanos when the answer came, on the caller's clock
	 */
	public void finalityRead(FinalityTag tag, Head head, long receivedNanos) {
		WalkEvent event = (this.writer.hasRoom() && this.pursuit.halted() == null) ? this.finality.read(tag, head)
				: null;
		if (event != null && this.writer.tell(event, receivedNanos)) {
			this.finality.entered(tag, head);
		}
		updatePace();
	}

	/**
	 * There is room in the queue again.
	 */
	public void room() {
		this.writer.roomAgain();
		advance();
	}

	/**
	 * A wait is over.
	 * @param token names the wait
	 */
	public void retryDue(long token) {
		if (token == this.otherNodeToken) {
			this.pursuit.allowLower(true);
		}
		else if (this.retry.due(token)) {
			this.latestWanted = true;
		}
		else if (!this.lowerBranch.due(token)) {
			return;
		}
		advance();
	}

	/**
	 * Somebody has read why the walk halted, and wants it to go on.
	 */
	public void acknowledge() {
		this.pursuit.acknowledge();
		readLatest();
	}

	/**
	 * Read the newest head: something may have been missed.
	 */
	public void readLatest() {
		this.latestWanted = true;
		advance();
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
		return this.pace;
	}

	private void advance() {
		requestLatest();
		boolean again = true;
		while (again && this.connected && this.writer.hasRoom() && this.pursuit.halted() == null) {
			again = move();
		}
		requestLatest();
		updatePace();
	}

	/** Before other requests take the room, and again since progress ends a wait. */
	private void requestLatest() {
		if (this.connected && this.latestWanted && !this.retry.isWaiting() && this.requests.latest()) {
			this.latestWanted = false;
		}
	}

	private boolean move() {
		Known newest = this.newest;
		if (newest == null) {
			return false;
		}
		if (this.pursuit.hasReached(newest.head())) {
			aimOnlyAt(this.passedOver);
			this.lowerBranch.reset();
			this.absent = 0;
			return this.newest != null;
		}
		return this.pursuit.move(newest);
	}

	private void updatePace() {
		Pace next = nextPace();
		if (next != this.pace) {
			this.pace = next;
			String halted = this.pursuit.halted();
			this.output.paceChanged(next, (halted != null) ? halted : next.reason());
		}
	}

	private Pace nextPace() {
		if (this.pursuit.halted() != null) {
			return Pace.HALTED;
		}
		if (!this.writer.hasRoom()) {
			return Pace.BACKLOGGED;
		}
		boolean atNewest = this.newest == null || this.newest.head().number() < tipNumber();
		return (this.connected && this.latestRead && atNewest) ? Pace.LIVE : Pace.CATCHING_UP;
	}

}
