package io.headwater.chain;

import io.headwater.BlockRef;
import io.headwater.Head;
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
 * A head whose {@link HeaderSource#wantsContent(Head) content is wanted} waits for that,
 * and for nothing else. The tip is the last head that entered the queue. Without room it
 * stands still, and what is missing is sought afresh when there is room.
 */
public final class HeadTracker {

	private final TrackerSettings settings;

	private final HeaderSource source;

	private final WalkOutput output;

	private final DeliveredChain walk;

	private final TrackerMemory memory;

	private final PaceKeeper pace;

	private FollowedNode node;

	/** What lives as long as a connection; {@code null} without one. */
	private @Nullable NodeSync sync;

	private NodeSync.Attempts attempts = NodeSync.Attempts.NONE;

	/** Nobody remembers which node an earlier run has followed. */
	private boolean nodeIsUnknown;

	private long ids;

	private long tokens;

	/**
	 * Create a tracker that has not begun.
	 * @param resumption where it goes on, whatever {@link TrackerSettings#start()} is, or
	 * {@code null} if nothing was delivered before
	 */
	public HeadTracker(TrackerSettings settings, @Nullable Resumption resumption, HeaderSource source,
			WalkOutput output) {
		this.settings = settings;
		this.source = source;
		this.output = output;
		this.walk = new DeliveredChain(settings.window(), settings.confirmations(), resumption);
		WalkWriter writer = new WalkWriter(this.walk, settings.confirmations(), output,
				(resumption != null) ? resumption.replayedUpTo() : null);
		Finality finality = new Finality(this.walk, writer, resumption);
		this.pace = new PaceKeeper(writer, output);
		this.node = FollowedNode.known(newWaits());
		this.nodeIsUnknown = resumption != null;
		StartPoints.Settled start = (resumption != null) ? new StartPoints.Settled(resumption.checkpoint())
				: new StartPoints.Settled(settings.start());
		this.memory = new TrackerMemory(this.walk, writer, finality, this.pace, start);
	}

	private Waits newWaits() {
		return new Waits(this.output, () -> ++this.tokens);
	}

	/**
	 * The node announces its heads from now on.
	 * @param sameNode whether it is the node that was followed before, or the first one
	 */
	public void connected(boolean sameNode) {
		if (this.sync != null) {
			disconnected();
		}
		if (!sameNode || this.nodeIsUnknown) {
			this.node = FollowedNode.unknown(newWaits(), this.settings.staleHeadAfter());
			this.nodeIsUnknown = false;
		}
		this.sync = new NodeSync(this.settings, this.memory, this.node, this.attempts, this.source, () -> ++this.ids,
				this.output, () -> ++this.tokens);
		proceed();
	}

	/** The connection is lost: no answer comes any more for what was asked. */
	public void disconnected() {
		if (this.sync != null) {
			this.attempts = this.sync.attempts();
			this.sync = null;
		}
		this.pace.update(null);
	}

	/**
	 * The node announced a head.
	 * @param receivedNanos when its frame came, on the caller's clock
	 */
	public void announced(Head head, long receivedNanos) {
		if (this.sync != null) {
			this.sync.announced(head, receivedNanos);
			this.pace.update(this.sync);
		}
	}

	/** A request was answered. An answer of an earlier connection is ignored. */
	public void fetched(HeaderRequest request, HeaderAnswer answer) {
		if (this.sync != null) {
			this.sync.fetched(request, answer);
			this.pace.update(this.sync);
		}
	}

	/**
	 * A request for the content of a head was answered. An answer of an earlier
	 * connection is ignored, and so is a second one.
	 */
	public void contentFetched(ContentRequest request, ContentAnswer answer) {
		if (this.sync != null) {
			this.sync.contentFetched(request, answer);
			this.pace.update(this.sync);
		}
	}

	/**
	 * The node has reported its safe or finalized block.
	 * @param receivedNanos when the answer came, on the caller's clock
	 */
	public void finalityRead(FinalityTag tag, Head head, long receivedNanos) {
		if (!this.pace.isHalted() && !this.memory.start().isResuming()) {
			this.memory.finality().read(tag, head, receivedNanos);
			this.pace.update(this.sync);
		}
	}

	/** There is room in the queue again. */
	public void room() {
		this.memory.writer().roomAgain();
		if (this.sync != null && !this.pace.isHalted()) {
			this.memory.finality().publishWaiting();
		}
		proceed();
	}

	/** A wait is over. */
	public void retryDue(long token) {
		if (this.node.waits().due(token)) {
			proceed();
		}
		else if (this.sync != null) {
			this.sync.retryDue(token);
			this.pace.update(this.sync);
		}
	}

	/** Somebody has read why the walk halted, and wants it to go on. */
	public void acknowledge() {
		this.pace.acknowledge();
		this.node.brokenLinks().reset();
		if (this.sync != null) {
			this.sync.seekAfresh();
		}
		this.pace.update(this.sync);
	}

	/**
	 * Deliver again what was delivered from a number on, after a reset that says so.
	 * Nothing happens while the walk has not begun or is halted, or if the number is
	 * above the tip.
	 */
	public void replay(long number) {
		if (this.walk.isEmpty() || this.pace.isHalted() || this.memory.start().isResuming()
				|| number > this.walk.tipNumber()) {
			return;
		}
		this.memory.writer().replayUpTo(this.walk.tipNumber());
		this.memory.start().replay(number);
		this.node.brokenLinks().reset();
		if (this.sync != null) {
			this.sync.replay();
		}
		this.pace.update(this.sync);
	}

	/** The node announced something that says no more than that there is something. */
	public void hinted() {
		if (this.sync != null) {
			this.sync.hinted();
			this.pace.update(this.sync);
		}
	}

	/** Read the newest head: something may have been missed. */
	public void readLatest() {
		if (this.sync != null) {
			this.sync.readLatest();
			this.pace.update(this.sync);
		}
	}

	private void proceed() {
		if (this.sync != null) {
			this.sync.proceed();
		}
		this.pace.update(this.sync);
	}

	/**
	 * Return the last head that entered the queue.
	 * @return the tip, or {@code null} before the first head
	 */
	public @Nullable BlockRef tip() {
		return this.walk.isEmpty() ? null : this.walk.tip();
	}

	/** Return how the walk stands. */
	public Pace pace() {
		return this.pace.pace();
	}

}
