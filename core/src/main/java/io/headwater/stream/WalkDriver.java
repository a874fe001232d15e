package io.headwater.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongPredicate;

import io.headwater.ChainResetEvent;
import io.headwater.DeliveryState;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.chain.AnnouncementFault;
import io.headwater.chain.FinalityTag;
import io.headwater.chain.HeadTracker;
import io.headwater.chain.HeaderAnswer;
import io.headwater.chain.HeaderRequest;
import io.headwater.chain.Pace;
import io.headwater.chain.Resumption;
import io.headwater.chain.WalkEvent;
import io.headwater.chain.WalkOutput;
import io.headwater.chain.WalkStep;
import io.headwater.dispatch.Publisher;
import io.headwater.ethereum.EthereumNode;
import io.headwater.ethereum.NodeHeaderSource;
import io.headwater.ethereum.RequestBudget;
import io.headwater.node.ConnectionEnd;
import io.headwater.node.LinkListener;
import io.headwater.node.NodeLink;
import io.headwater.support.ChainLog;
import io.headwater.support.SerialInputs;
import org.jspecify.annotations.Nullable;

/**
 * Drives the tracker of one stream: brings it what happens, and carries out what it
 * decides.
 */
final class WalkDriver implements LinkListener, WalkOutput {

	/** More announcements than these may not wait; the newest head is read instead. */
	private static final int MAX_WAITING_INPUTS = 1024;

	/**
	 * Listeners that keep up get through a burst of announcements sooner than the blocks
	 * could be fetched; for slower ones the socket is not held up.
	 */
	private static final Duration BURST_PATIENCE = Duration.ofMillis(100);

	private final String chain;

	private final ChainLog log;

	private final NodeHeaderSource source;

	private final StepFactory steps;

	private final Publisher publisher;

	private final ScheduledExecutorService scheduler;

	private final BiConsumer<DeliveryState, String> delivery;

	private final FinalityReader finality;

	private final SerialInputs<HeadTracker> inputs;

	private final AtomicBoolean hinted = new AtomicBoolean();

	private final ReorgRate reorgs = new ReorgRate();

	private final NodeLink link;

	private final StreamObserver observer;

	private final LongPredicate accepted;

	/** Where the walk is to begin, until the first newest head is known. */
	private volatile @Nullable Long untoldStart;

	private volatile long chainId;

	private volatile @Nullable Long unlinked;

	private volatile boolean stopped;

	/**
	 * Create a driver of a walk that has not begun.
	 * @param resumption where the walk goes on, or {@code null} to begin one
	 * @param accepted called with the chain id of each node that is followed; returns
	 * whether the walk may go on there
	 */
	WalkDriver(StreamSettings settings, StreamResources resources, ChainLog log, @Nullable Resumption resumption,
			Function<LinkListener, NodeLink> link, Publisher publisher, ScheduledExecutorService scheduler,
			BiConsumer<DeliveryState, String> delivery, LongPredicate accepted) {
		this.chain = settings.chain();
		this.log = log;
		this.observer = resources.streamObserver();
		this.source = new NodeHeaderSource(scheduler, resources.nanoTime(), this::fetched);
		this.finality = new FinalityReader(log, settings.finalityInterval(), resources.nanoTime(), this::finalityRead);
		this.steps = new StepFactory(settings.chain(), resources.clock());
		this.publisher = publisher;
		this.scheduler = scheduler;
		this.delivery = delivery;
		this.accepted = accepted;
		this.untoldStart = (resumption != null) ? null : settings.tracker().start();
		this.inputs = new SerialInputs<>(new HeadTracker(settings.tracker(), resumption, this.source, this),
				(failure) -> log.error("input", "An input of the tracker failed, which is a defect", failure));
		this.link = link.apply(this);
	}

	void start() {
		this.link.start();
	}

	/** Let nothing come in any more. What the link still brings changes nothing. */
	void stop() {
		this.stopped = true;
		this.link.stop();
	}

	/** Wait until the link has stopped. */
	void awaitStop(Duration atMost) {
		this.link.awaitStop(atMost);
	}

	NodeLink link() {
		return this.link;
	}

	@Override
	public void subscribed(long chainId, boolean sameNode, EthereumNode node, RequestBudget budget) {
		this.chainId = chainId;
		if (!this.accepted.test(chainId)) {
			return;
		}
		if (!sameNode) {
			this.unlinked = null;
		}
		this.finality.follow(node);
		this.inputs.take((tracker) -> {
			this.source.follow(node, budget);
			tracker.connected(sameNode);
		});
	}

	@Override
	public void announced(Head head, long receivedNanos) {
		this.publisher.awaitRoom(BURST_PATIENCE);
		if (this.inputs.depth() < MAX_WAITING_INPUTS) {
			this.inputs.take((tracker) -> tracker.announced(head, receivedNanos));
		}
		else {
			hinted();
		}
	}

	/** Of what is announced meanwhile, no more is known than that it is there. */
	private void hinted() {
		if (this.hinted.compareAndSet(false, true)) {
			this.inputs.take((tracker) -> {
				this.hinted.set(false);
				tracker.hinted();
			});
		}
	}

	@Override
	public void unreadable(String fault) {
		this.log.warn("unreadable announcement",
				"The node announced what is no head, so its newest head is read: " + fault);
		this.observer.announcementRejected(this.chain, AnnouncementFault.UNREADABLE);
		hinted();
	}

	@Override
	public void resubscribed() {
		this.inputs.take(HeadTracker::readLatest);
	}

	@Override
	public void lost() {
		this.inputs.take((tracker) -> {
			this.source.disconnected();
			tracker.disconnected();
		});
	}

	private void fetched(HeaderRequest request, HeaderAnswer answer) {
		Head head = answer.head();
		if (request.kind() == HeaderRequest.Kind.LATEST && head != null) {
			this.link.latestRead(head.number(), answer.receivedNanos());
			tellStart(head.number());
		}
		this.inputs.take((tracker) -> tracker.fetched(request, answer));
	}

	/** Without a word, a start far above the chain looks like a stream that hangs. */
	private void tellStart(long latest) {
		Long start = this.untoldStart;
		if (start != null) {
			this.untoldStart = null;
			if (latest < start) {
				this.log.info("start", "The stream waits for block " + start
						+ ", with which it is to begin; the node is at " + latest);
			}
		}
	}

	private void finalityRead(FinalityTag tag, Head head, long receivedNanos) {
		this.inputs.take((tracker) -> tracker.finalityRead(tag, head, receivedNanos));
	}

	void room() {
		this.inputs.take(HeadTracker::room);
	}

	void replay(long number) {
		this.inputs.take((tracker) -> tracker.replay(number));
	}

	void acknowledge() {
		this.inputs.take(HeadTracker::acknowledge);
	}

	@Override
	public boolean enter(WalkStep step) {
		if (this.stopped) {
			return false;
		}
		boolean entered = this.publisher.offer(this.steps.step(step, this.chainId));
		if (entered) {
			tellEntered(step);
		}
		return entered;
	}

	/** What comes out of here would have the step written twice: it is in the queue. */
	private void tellEntered(WalkStep step) {
		try {
			entered(step);
		}
		catch (Throwable ex) {
			this.log.error("entered", "What follows a step failed, which is a defect", ex);
		}
	}

	private void entered(WalkStep step) {
		boolean isReorg = false;
		for (WalkEvent event : step.events()) {
			if (event instanceof WalkEvent.Joined joined) {
				joined(joined);
			}
			else if (event instanceof WalkEvent.Reset reset && reset.reason() == ChainResetEvent.Reason.REPLAY) {
				this.log.info("replay", "Replay: the heads from block " + reset.to().number() + " to "
						+ reset.from().number() + " are delivered again");
			}
			isReorg |= event instanceof WalkEvent.Reverted;
		}
		if (isReorg && step.events().size() > 1 && this.reorgs.countAndCheck(step.receivedNanos())) {
			this.observer.reorgStorm(this.chain);
			this.link.leave(ConnectionEnd.UNSTABLE, "the node reorganises its chain too often");
		}
	}

	private void joined(WalkEvent.Joined joined) {
		this.unlinked = null;
		this.link.delivered(joined.head().number());
		if (joined.origin() == HeadOrigin.LIVE) {
			this.finality.headDelivered();
		}
	}

	@Override
	public void retryAfter(Duration delay, long token) {
		this.scheduler.schedule(() -> this.inputs.take((tracker) -> tracker.retryDue(token)), delay.toNanos(),
				TimeUnit.NANOSECONDS);
	}

	@Override
	public void paceChanged(Pace pace, String reason) {
		if (!this.stopped) {
			this.delivery.accept(DeliveryState.valueOf(pace.name()), reason);
			if (pace == Pace.HALTED) {
				this.log.error("halted",
						"Delivery has halted: " + reason + ". It goes on after HeadStreams.get(\"" + this.chain
								+ "\").acknowledge(), and without one if headwater.chains." + this.chain
								+ ".deep-reorg is 'continue'",
						null);
			}
		}
	}

	@Override
	public void dropped(AnnouncementFault fault) {
		this.log.warn("dropped: " + fault,
				"An announced head was dropped, as nobody but itself vouched for it: " + fault);
		this.observer.announcementRejected(this.chain, fault);
	}

	@Override
	public void unlinked(long number) {
		this.unlinked = number;
		this.link.leave(ConnectionEnd.UNLINKED, "the headers of the node do not link at block " + number);
	}

	/**
	 * Return the number of the header that does not link to what is below it, and has not
	 * for long, or {@code null}.
	 */
	@Nullable Long unlinked() {
		return this.unlinked;
	}

	@Override
	public void warned(String warning) {
		this.log.warn("walk: " + warning, "The walk: " + warning);
	}

	@Override
	public void unserved(long number) {
		this.link.leave(ConnectionEnd.UNSERVED,
				"the node does not serve block " + number + ", on which its newest head stands");
	}

	long chainId() {
		return this.chainId;
	}

	/**
	 * Notices a storm of reorgs: more of them in a minute than a chain makes by itself.
	 * For one thread at a time.
	 */
	private static final class ReorgRate {

		private static final int MOST = 20;

		private static final long MINUTE = Duration.ofMinutes(1).toNanos();

		private final Queue<Long> reorgs = new ArrayDeque<>();

		/** Count a reorg; returns whether there were too many in the last minute. */
		boolean countAndCheck(long now) {
			while (!this.reorgs.isEmpty() && now - this.reorgs.element() >= MINUTE) {
				this.reorgs.remove();
			}
			this.reorgs.add(now);
			if (this.reorgs.size() <= MOST) {
				return false;
			}
			this.reorgs.clear();
			return true;
		}

	}

}
