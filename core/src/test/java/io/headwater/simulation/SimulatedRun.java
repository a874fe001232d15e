package io.headwater.simulation;

import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import io.headwater.BlockRef;
import io.headwater.HeadOrigin;
import io.headwater.chain.AnnouncementFault;
import io.headwater.chain.HeadTracker;
import io.headwater.chain.Pace;
import io.headwater.chain.Resumption;
import io.headwater.chain.WalkEvent;
import io.headwater.chain.WalkOutput;
import io.headwater.chain.WalkStep;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.CheckpointException;
import io.headwater.checkpoint.CheckpointListener;
import io.headwater.checkpoint.CheckpointObserver;
import io.headwater.checkpoint.CheckpointResources;
import io.headwater.checkpoint.CheckpointSession;
import io.headwater.checkpoint.CheckpointSettings;
import io.headwater.checkpoint.LeaseHolder;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.testing.VirtualScheduler;
import io.headwater.testing.VirtualTime;
import io.headwater.testing.WalkEvents;
import org.jspecify.annotations.Nullable;

/**
 * An application from one start to its end: the tracker, the queue and the session that
 * saves what is finished.
 */
final class SimulatedRun implements WalkOutput, CheckpointListener {

	/** So many steps may be delivered while the store is away. */
	private static final int MOST_UNSAVED = 12;

	private static final Duration LEASE = Duration.ofMinutes(1);

	private final SimulatedApplication application;

	private final VirtualTime time;

	private final SimulatedQueue queue;

	private final CheckpointSession session;

	private @Nullable HeadTracker tracker;

	private boolean alive = true;

	private boolean isFirst;

	private int timers;

	SimulatedRun(SimulatedApplication application, VirtualTime time, SplittableRandom random) {
		this.application = application;
		this.time = time;
		Schedule schedule = application.schedule();
		this.queue = new SimulatedQueue(schedule.world().queueCapacity(), time, random, this);
		// The session must not wait for the store, since the only thread would.
		CheckpointSettings settings = new CheckpointSettings(schedule.settings().window(), schedule.world().saveEvery(),
				Integer.MAX_VALUE, LEASE, LEASE);
		this.session = new CheckpointSession(SimulatedStore.KEY, settings,
				new CheckpointResources(application.store(), Runnable::run,
						new VirtualScheduler(time, this::makesCalls), Clock.systemUTC(), time::nanos, () -> "",
						CheckpointObserver.NONE),
				this);
	}

	void start() {
		this.session.start();
	}

	/**
	 * End at once, as if the process were killed.
	 */
	void crash() {
		this.alive = !this.application.tampering().ends();
	}

	/**
	 * End in order: what is finished is saved, if the store is there.
	 */
	void stop() {
		this.session.beginStop();
		this.session.close();
		crash();
	}

	boolean isAlive() {
		return this.alive;
	}

	private boolean makesCalls() {
		return this.alive
				&& (!this.application.store().hasThrownError() || this.application.tampering().survivesErrors());
	}

	@Override
	public void standby(LeaseHolder holder) {
		throw new AssertionError("there is no other instance");
	}

	@Override
	public void lost(String reason) {
		throw new AssertionError(reason);
	}

	@Override
	public void refused(CheckpointException failure) {
		throw new AssertionError(failure);
	}

	@Override
	public void opened(@Nullable StoredCheckpoint stored) {
		try {
			follow(stored);
		}
		catch (AssertionError | RuntimeException ex) {
			// The session would survive it, but the simulation must not.
			this.time.after(0, () -> {
				throw ex;
			});
		}
	}

	private void follow(@Nullable StoredCheckpoint stored) {
		this.application.listener().started(this, stored);
		this.application.walk().begins(stored, this.queue);
		this.isFirst = stored == null;
		Resumption resumption = (stored != null) ? this.application.tampering().resume(resumption(stored)) : null;
		this.tracker = new HeadTracker(this.application.schedule().settings(), resumption, this.application.node(),
				this);
		this.application.node().connect(true);
	}

	private static Resumption resumption(StoredCheckpoint stored) {
		Checkpoint checkpoint = stored.checkpoint();
		return new Resumption(checkpoint.block(), checkpoint.first(), stored.references(), checkpoint.replayedUpTo(),
				checkpoint.confirmed(), checkpoint.safe(), checkpoint.finalized());
	}

	/** Whether no earlier run has delivered anything. */
	boolean isFirst() {
		return this.isFirst;
	}

	boolean isOpen() {
		return this.tracker != null;
	}

	@Nullable BlockRef tip() {
		return (this.tracker != null) ? this.tracker.tip() : null;
	}

	@Nullable Pace pace() {
		return (this.tracker != null) ? this.tracker.pace() : null;
	}

	boolean isAllSaved() {
		return this.session.unsaved() == 0;
	}

	void input(Consumer<HeadTracker> input) {
		HeadTracker tracker = this.tracker;
		if (tracker == null) {
			return;
		}
		input.accept(tracker);
		SimulatedNode node = this.application.node();
		SimulatedWalk.require(node.mostInFlight() <= this.application.schedule().settings().maxInFlight(),
				"no more requests are under way than may be");
		SimulatedWalk.require(
				node.contents().mostInFlight() <= 2 * this.application.schedule().settings().maxInFlight(),
				"no more contents are asked for than may be");
		Pace pace = tracker.pace();
		SimulatedWalk.require(
				pace != Pace.CATCHING_UP || !node.isOpen() || node.inFlight() > 0 || this.timers > 0 || isBelowStart(),
				"what is wanted is asked for, or will be");
		SimulatedWalk.require(pace != Pace.BACKLOGGED || this.queue.owesRoom(), "without room, room is awaited");
	}

	/** What is to be begun with does not exist yet. */
	private boolean isBelowStart() {
		return this.application.walk().checker().tip() == null;
	}

	@Override
	public boolean enter(WalkStep step) {
		if (!this.alive) {
			return false;
		}
		boolean entered = this.application.tampering().enter(step, this.application.walk());
		Trace.tell(this.time, () -> (entered ? "entered " : "refused ") + WalkEvents.describe(step.events()));
		if (entered) {
			step.events().forEach(this::readFinality);
			this.application.tampering().entered(step, this.session);
			this.application.passes(CrashPoint.STEP_ENTERED);
		}
		return entered;
	}

	private void readFinality(WalkEvent event) {
		if (event instanceof WalkEvent.Joined joined && joined.origin() == HeadOrigin.LIVE) {
			this.application.finality().headDelivered();
		}
	}

	@Override
	public void retryAfter(Duration delay, long token) {
		this.timers++;
		Trace.tell(this.time, () -> "wants retry " + token + " in " + delay);
		this.time.after(delay.toMillis(), () -> {
			if (this.alive) {
				this.timers--;
				Trace.tell(this.time, () -> "retry " + token + " due");
				input((tracker) -> tracker.retryDue(token));
			}
		});
	}

	@Override
	public void paceChanged(Pace pace, String reason) {
		Trace.tell(this.time, () -> "is " + pace + ", " + reason);
		if (pace == Pace.HALTED) {
			this.application.walk().halted(reason);
			this.time.after(this.application.random().nextInt(1000, 60000), () -> {
				if (this.alive) {
					input(HeadTracker::acknowledge);
				}
			});
		}
	}

	@Override
	public void dropped(AnnouncementFault fault) {
		Trace.tell(this.time, () -> "drops an announcement: " + fault);
		this.application.walk().dropped(fault);
	}

	@Override
	public void unlinked(long number) {
		Trace.tell(this.time, () -> "finds no link at " + number);
		if (this.application.tampering().tellsUnlinked()) {
			this.application.walk().unlinked();
		}
	}

	@Override
	public void warned(String warning) {
		Trace.tell(this.time, () -> "warns: " + warning);
		this.application.walk().warned(warning);
		if (warning.contains("headers cannot be had")) {
			this.application.listener().doWithoutConfirmations();
		}
	}

	@Override
	public void unserved(long number) {
		Trace.tell(this.time, () -> "is not served " + number);
		this.application.tampering().unserved(this.application);
	}

	@Override
	public void withheld(long number) {
		Trace.tell(this.time, () -> "is not given the content of " + number);
		this.application.tampering().withheld(this.application);
	}

	int consumers() {
		return this.application.tampering().consumers();
	}

	boolean isSlow() {
		return this.application.listener().isSlow();
	}

	/**
	 * A step is next.
	 * @return whether it may begin
	 */
	boolean begins(WalkStep step) {
		for (WalkEvent event : step.events()) {
			if (event instanceof WalkEvent.Reverted reorg) {
				if (this.application.store().isAway() || !isAllSaved()) {
					return false;
				}
				this.application.listener().goesBackTo(reorg.commonAncestor());
			}
		}
		this.application.tampering().begins(this.session, WalkEvents.told(step.events()));
		return true;
	}

	/** The listener is called. */
	void begins() {
		this.application.listener().called(this);
	}

	/** The listener returns from an event, or fails. */
	boolean finishes(WalkEvent event) {
		boolean finished = this.application.listener().finishes(this, event);
		if (finished) {
			this.application.passes(CrashPoint.EVENT_FINISHED);
		}
		return finished;
	}

	/** The listener has finished all events of a step. */
	void finishes(WalkStep step) {
		this.application.listener().finishedStep();
		this.application.passes(CrashPoint.STEP_FINISHED);
		if (this.alive) {
			this.application.tampering().finished(this.session, WalkEvents.told(step.events()));
		}
	}

	boolean mayGoOn() {
		return this.session.unsaved() < MOST_UNSAVED;
	}

	void room() {
		input(this.application.tampering()::room);
	}

}
