package io.headwater.chain;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import io.headwater.Head;
import io.headwater.testing.WalkChecker;

/**
 * Runs a tracker in a world where much goes wrong, by a schedule, and fails at the first
 * broken rule.
 */
final class WalkSimulation implements WalkOutput {

	/** How long after the last fault the walk must be where the chain is, at the most. */
	private static final Duration PATIENCE = Duration.ofMinutes(10);

	private final Schedule schedule;

	private final Tampering tampering;

	private final VirtualTime time = new VirtualTime();

	private final Faults faults = new Faults();

	private final SplittableRandom random;

	private final SimulatedChain chain;

	private final SimulatedNode node;

	private final SimulatedQueue queue;

	private final SimulatedWalk walk;

	private final HeadTracker tracker;

	private int timers;

	WalkSimulation(Schedule schedule, Tampering tampering) {
		this.schedule = schedule;
		this.tampering = tampering;
		this.random = new SplittableRandom(~schedule.seed());
		this.chain = new SimulatedChain(schedule.seed(), schedule.world().length());
		Truth truth = new Truth(this.time);
		this.node = new SimulatedNode(this.chain, schedule.world(), this.time, this.random.split(), this.faults, truth,
				this::input);
		this.queue = new SimulatedQueue(schedule.world().queueCapacity(), this.time, this.random.split(),
				() -> input(tampering::room));
		this.walk = new SimulatedWalk(schedule, this.queue, this.node, truth);
		this.tracker = new HeadTracker(schedule.settings(), this.node, this);
	}

	/**
	 * Run the schedule, then let the world rest.
	 */
	Tally run() {
		this.time.after(this.random.nextInt(50), () -> this.node.connect(true));
		this.schedule.actions().forEach((action) -> this.time.at(action.at(), () -> perform(action)));
		this.time.runUntil(this.schedule.end());
		rest();
		checkConvergence();
		checkNoise();
		long occasions = this.walk.heads() + this.faults.count();
		SimulatedWalk.require(this.node.calls() <= 2 * occasions + 100,
				"%d calls for %d heads and faults are too many".formatted(this.node.calls(), occasions));
		return new Tally(1, this.faults.count(), this.walk.heads(), this.walk.reorgs(), this.walk.skips(),
				this.walk.resets(), this.node.calls(), this.time.now());
	}

	private void perform(SimulationAction action) {
		Trace.tell(this.time, action::toString);
		switch (action.kind()) {
			case MINE -> change(() -> this.chain.mine(action.amount()));
			case REORGANIZE -> change(() -> this.chain.reorganize(action.amount(), action.extent()));
			case ROLL_BACK -> change(() -> this.chain.rollBack(action.amount()));
			case FREEZE_BACKEND -> freeze(this.node.backend(action.amount()), action.extent());
			case SLOW_LISTENER -> {
				this.faults.struck();
				this.queue.slow(this.time.now() + action.extent());
			}
			case CUT, FAIL_OVER -> {
				this.node.cut();
				this.time.after(action.extent(), () -> this.node.connect(action.kind() == SimulationAction.Kind.CUT));
			}
			case STALE_ANNOUNCEMENT -> {
				for (int i = 0; i < action.amount(); i++) {
					this.node.announceStale(Math.min(action.extent() + i, this.schedule.settings().window() / 2));
				}
			}
			default -> this.faults.arm(action);
		}
	}

	private void change(Runnable change) {
		change.run();
		this.node.spread();
	}

	private void freeze(SimulatedBackend backend, int millis) {
		this.faults.struck();
		backend.freeze(this.time.now() + millis);
		this.time.after(millis + 1, () -> this.node.thaw(backend));
	}

	/** The faults stop, and the chain comes to rest on a block that was not there yet. */
	private void rest() {
		this.faults.end();
		this.queue.normal();
		this.node.connect(true);
		long aim = this.chain.tip().number() + 1;
		if (this.schedule.maySkip() || this.schedule.mayReset()) {
			aim = Math.max(aim, this.chain.highest() + 1);
		}
		if (this.walk.checker().first() != null) {
			aim = Math.max(aim, this.walk.checker().first().number());
		}
		Long start = this.schedule.settings().start();
		aim = Math.max(aim, (start != null) ? start : 0);
		this.chain.mine((int) (aim - this.chain.tip().number()));
		this.node.settle();
		this.time.runUntil(this.time.now() + PATIENCE.toMillis());
		if (!this.node.hasToldTheTip()) {
			input(HeadTracker::readLatest);
			this.time.runUntil(this.time.now() + PATIENCE.toMillis());
		}
		SimulatedWalk.require(this.time.isIdle(), "nothing goes on for ever while the chain rests");
	}

	private void checkConvergence() {
		Head tip = this.chain.tip();
		SimulatedWalk.require(tip.ref().equals(this.walk.checker().tip()), "the chain rests at " + tip.ref()
				+ " but the walk at " + this.walk.checker().tip() + " and the tracker is " + this.tracker.pace());
		SimulatedWalk.require(this.tracker.pace() == Pace.LIVE, "at rest the tracker is " + this.tracker.pace());
		SimulatedWalk
			.require(
					this.walk.checker()
						.stack()
						.stream()
						.allMatch((
								block) -> this.chain.canonical().get((int) block.number()).hash().equals(block.hash())),
					"all that stands is canonical");
	}

	/** Heads that were told before change nothing. */
	private void checkNoise() {
		long heads = this.walk.heads();
		long reorgs = this.walk.reorgs();
		for (int depth = 0; depth < 3; depth++) {
			this.node.announceStale(Math.min(depth * depth, this.schedule.settings().window() - 1));
		}
		this.time.runUntil(this.time.now() + PATIENCE.toMillis());
		SimulatedWalk.require(heads == this.walk.heads() && reorgs == this.walk.reorgs(), "noise tells nothing");
	}

	private void input(Consumer<HeadTracker> input) {
		input.accept(this.tracker);
		SimulatedWalk.require(this.node.mostInFlight() <= this.schedule.settings().maxInFlight(),
				"no more requests are under way than may be");
		Pace pace = this.tracker.pace();
		SimulatedWalk.require(pace != Pace.CATCHING_UP || !this.node.isOpen() || this.node.inFlight() > 0
				|| this.timers > 0 || isBelowStart(), "what is wanted is asked for, or will be");
		SimulatedWalk.require(pace != Pace.BACKLOGGED || this.queue.owesRoom(), "without room, room is awaited");
	}

	/** What is to be begun with does not exist yet. */
	private boolean isBelowStart() {
		return this.walk.checker().tip() == null;
	}

	@Override
	public boolean enter(WalkStep step) {
		boolean entered = this.tampering.enter(step, this.walk);
		Trace.tell(this.time, () -> (entered ? "entered " : "refused ") + WalkChecker.describe(step.events()));
		return entered;
	}

	@Override
	public void retryAfter(Duration delay, long token) {
		this.timers++;
		Trace.tell(this.time, () -> "wants retry " + token + " in " + delay);
		this.time.after(delay.toMillis(), () -> {
			this.timers--;
			Trace.tell(this.time, () -> "retry " + token + " due");
			input((tracker) -> tracker.retryDue(token));
		});
	}

	@Override
	public void paceChanged(Pace pace, String reason) {
		Trace.tell(this.time, () -> "is " + pace + ", " + reason);
		if (pace == Pace.HALTED) {
			SimulatedWalk.require(this.schedule.settings().haltOnReset() && this.walk.isAtReset(),
					"the walk halts for a reset only, not because " + reason);
			this.time.after(this.random.nextInt(1000, 60000), () -> input(HeadTracker::acknowledge));
		}
	}

	@Override
	public void warned(String warning) {
		SimulatedWalk.require(warning.contains("another header"), "no warning is due: " + warning);
	}

}
