package io.headwater.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.headwater.BlockRef;
import io.headwater.chain.HeadTracker;
import io.headwater.chain.HeaderAnswer;
import io.headwater.chain.Pace;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.testing.VirtualTime;
import org.jspecify.annotations.Nullable;

/**
 * Runs a tracker in a world where much goes wrong, by a schedule, and fails at the first
 * broken rule.
 */
final class WalkSimulation {

	/** How long after the last fault the walk must be where the chain is, at the most. */
	private static final Duration PATIENCE = Duration.ofMinutes(30);

	/** A node that does not serve what is missing is left within as long, or double. */
	private static final Duration HASTE = Duration.ofSeconds(15);

	/** What is waited for is asked for again after as long, in the end. */
	private static final Duration SELDOM = Duration.ofSeconds(30);

	private final Schedule schedule;

	private final VirtualTime time = new VirtualTime();

	private final Faults faults = new Faults();

	private final SplittableRandom random;

	private final SimulatedChain chain;

	private final SimulatedNode node;

	private final SimulatedFinality finality;

	private final SimulatedWalk walk;

	private final SimulatedApplication application;

	WalkSimulation(Schedule schedule, Tampering tampering) {
		this.schedule = schedule;
		this.random = new SplittableRandom(~schedule.seed());
		this.chain = new SimulatedChain(schedule.seed(), schedule.world());
		Truth truth = new Truth(this.time, this.chain);
		this.node = new SimulatedNode(this.chain, schedule, this.time, this.random.split(), this.faults, truth,
				tampering, this::input, this::currentRun, this::genesisAnswered);
		this.finality = new SimulatedFinality(this.node, schedule.world().finality(), this.time);
		this.walk = new SimulatedWalk(schedule, this.node, truth);
		this.application = new SimulatedApplication(schedule, tampering, this.time, this.random, this.random.split(),
				this.faults, this.node, this.finality, this.walk);
	}

	private void input(Consumer<HeadTracker> input) {
		this.application.input(input);
	}

	private @Nullable SimulatedRun currentRun() {
		return this.application.run();
	}

	private void genesisAnswered(HeaderAnswer answer) {
		this.walk.genesisAnswered(answer);
	}

	/**
	 * Run the schedule, then let the world rest.
	 */
	Tally run() {
		this.time.after(this.random.nextInt(50), this.application::start);
		this.schedule.actions().forEach((action) -> this.time.at(action.at(), () -> perform(action)));
		this.time.runUntil(this.schedule.end());
		rest();
		checkBrokenLinks();
		checkUnserved();
		checkConvergence();
		checkRestart();
		checkNoise();
		checkFinality();
		long resumes = this.walk.told().getOrDefault("resumes", 0L);
		long occasions = this.walk.heads() + this.faults.count() + resumes * this.schedule.settings().confirmations()
				+ 2 * this.time.now() / SELDOM.toMillis();
		SimulatedWalk.require(this.node.calls() <= 2 * occasions + 150,
				"%d calls for %d heads and faults are too many".formatted(this.node.calls(), occasions));
		long pruned = 4 * this.walk.told().getOrDefault(SimulatedWalk.PRUNED_CONTENTS, 0L);
		SimulatedWalk.require(this.node.contents().calls() <= 2 * occasions + pruned + 150,
				"%d contents asked for at %d heads and faults are too many".formatted(this.node.contents().calls(),
						occasions));
		return new Tally(1, this.faults.count(), this.node.calls(), this.time.now(), this.walk.told());
	}

	private void perform(SimulationAction action) {
		Trace.tell(this.time, action::toString);
		switch (action.kind()) {
			case MINE -> change(() -> this.chain.mine(action.amount()));
			case REORGANIZE -> change(() -> this.chain.reorganize(action.amount(), action.extent()));
			case ROLL_BACK -> change(() -> this.chain.rollBack(action.amount()));
			case RESTART -> change(() -> this.chain.restart(action.amount()));
			case PRUNE -> this.node.prune(action.amount(), action.extent());
			case BREAK_LINKS -> this.node.backends().breakLinks(action.extent());
			case FREEZE_BACKEND -> this.node.backends().freeze(action.amount(), action.extent());
			case SLOW_LISTENER -> this.application.listener().slow(action.extent());
			case FAIL_LISTENER -> this.application.listener().fail(action.extent());
			case FAIL_STORE -> this.application.store().fail(action.extent(), action.amount());
			case CRASH -> this.application.crashAt(CrashPoint.values()[action.amount()], action.extent());
			case STOP -> this.application.stop(action.extent());
			case CUT, FAIL_OVER -> {
				this.node.cut();
				this.finality.disconnected();
				this.time.after(action.extent(), () -> connect(action.kind() == SimulationAction.Kind.CUT));
			}
			case STALE_ANNOUNCEMENT -> {
				for (int i = 0; i < action.amount(); i++) {
					this.node.announceStale(Math.min(action.extent() + i, this.schedule.settings().window() / 2));
				}
			}
			case FALSE_ANNOUNCEMENT -> this.node.announceFalse(action.amount(), action.extent());
			default -> this.faults.arm(action);
		}
		if (action.kind().isLasting()) {
			this.faults.struck();
		}
	}

	private void connect(boolean sameNode) {
		if (!sameNode) {
			this.walk.foundOut(false);
		}
		this.application.connect(sameNode);
	}

	private void change(Runnable change) {
		change.run();
		this.node.backends().spread();
	}

	/** The faults stop, and the chain comes to rest on a block that was not there yet. */
	private void rest() {
		this.faults.end();
		this.application.rest();
		settleAt(this.chain.tip().number() + 1);
		if (this.chain.tip().ref().equals(this.walk.checker().tip())) {
			return;
		}
		SimulatedWalk.require(this.application.pace() == Pace.CATCHING_UP,
				"the walk rests at " + this.walk.checker().tip() + " and not at " + this.chain.tip().ref()
						+ ", but the tracker is " + this.application.pace());
		BlockRef first = this.walk.checker().first();
		SimulatedWalk.require(first == null || this.chain.tip().number() < this.walk.oldestRemembered(),
				"only a chain that is lower than all that is remembered is waited for");
		Long start = this.schedule.settings().start();
		settleAt(Math.max(this.chain.highest() + 1, (start != null) ? start : 0));
	}

	private void growTo(long number) {
		this.chain.mine((int) (number - this.chain.tip().number()));
		this.node.backends().settle();
	}

	private void settleAt(long number) {
		growTo(number);
		this.time.runUntil(this.time.now() + PATIENCE.toMillis());
		if (!this.node.hasToldTheTip() || this.schedule.world().hardship() == Hardship.LIES) {
			input(HeadTracker::readLatest);
			this.time.runUntil(this.time.now() + PATIENCE.toMillis());
		}
	}

	/**
	 * A chain whose headers do not link is told of in the end, and followed when they do.
	 */
	private void checkBrokenLinks() {
		if (this.schedule.world().hardship() != Hardship.BROKEN_LINKS) {
			return;
		}
		this.node.backends().breakLinks(2 * (int) PATIENCE.toMillis());
		change(() -> this.chain.mine(30));
		this.time.runUntil(this.time.now() + 2 * PATIENCE.toMillis());
		SimulatedWalk.require(this.walk.told().containsKey(SimulatedWalk.UNLINKED),
				"headers that do not link are told of");
		SimulatedWalk.require(this.application.pace() == Pace.CATCHING_UP, "broken links never halt");
		settleAt(this.chain.tip().number() + 1);
	}

	/** A node that does not serve what is missing is left for one that does, soon. */
	private void checkUnserved() {
		if (this.schedule.world().hardship() != Hardship.UNSERVED && !this.node.contents().areWithheld()) {
			return;
		}
		for (int node = 0; node < 2; node++) {
			long due = this.time.now() + 2 * Tampering.MINUTES_BETWEEN_NODES.toMillis();
			this.time.at(due, () -> {
				this.node.cut();
				this.finality.disconnected();
				growTo(this.chain.tip().number() + 30);
				connect(false);
			});
			this.time.runUntil(due + (this.node.contents().areWithheld() ? 2 : 1) * HASTE.toMillis());
			SimulatedWalk.require(this.chain.tip().ref().equals(this.walk.checker().tip()),
					"a node that serves what is missing is found soon");
		}
		this.time.runUntil(this.time.now() + PATIENCE.toMillis());
	}

	private void checkConvergence() {
		SimulatedWalk.require(this.time.isIdle(), "nothing goes on for ever while the chain rests");
		SimulatedWalk.require(this.chain.tip().ref().equals(this.walk.checker().tip()),
				"the chain rests at " + this.chain.tip().ref() + " but the walk at " + this.walk.checker().tip()
						+ " and the tracker is " + this.application.pace());
		SimulatedWalk.require(this.application.pace() == Pace.LIVE,
				"at rest the tracker is " + this.application.pace());
		SimulatedWalk.require(stack().stream().allMatch(this::isCanonical), "all that stands is canonical");
		checkFinished();
	}

	private boolean isCanonical(BlockRef block) {
		return this.chain.canonical().get((int) block.number()).hash().equals(block.hash());
	}

	/** What the listener has finished is what was told, and all of it is saved. */
	private void checkFinished() {
		SimulatedRun run = this.application.run();
		StoredCheckpoint stored = this.application.store().stored();
		SimulatedWalk.require(isEndOf(this.application.listener().checker().stack()),
				"the listener ends where the walk does");
		SimulatedWalk.require(this.application.listener().keeps(stack()),
				"a listener that keeps heads by their numbers has those that stand");
		SimulatedWalk.require(run != null && run.isAllSaved() && stored != null
				&& stored.checkpoint().block().equals(this.chain.tip().ref()), "at rest all is saved");
		SimulatedWalk.require(this.walk.hasResumed(), "each start tells from where it goes on");
	}

	/** What stood before the walk began anew is no part of it, but stays. */
	private boolean isEndOf(List<BlockRef> finished) {
		int before = finished.size() - stack().size();
		return before >= 0 && finished.subList(before, finished.size()).equals(stack());
	}

	/** A start to which nothing is new tells from where it goes on, and no more. */
	private void checkRestart() {
		Map<String, Long> expected = new TreeMap<>(this.walk.told());
		expected.merge("resumes", 1L, Long::sum);
		this.application.crashAt(CrashPoint.ANYWHERE, 1000);
		this.time.runUntil(this.time.now() + PATIENCE.toMillis());
		SimulatedWalk.require(expected.equals(this.walk.told()) || this.schedule.world().hardship() == Hardship.LIES,
				"a start to which nothing is new tells nothing else");
		checkConvergence();
	}

	/** Heads that were told before change nothing, unless they are told falsely. */
	private void checkNoise() {
		Map<String, Long> told = this.walk.told();
		for (int depth = 0; depth < 3; depth++) {
			this.node.announceStale(Math.min(depth * depth, this.schedule.settings().window() - 1));
		}
		this.time.runUntil(this.time.now() + PATIENCE.toMillis());
		SimulatedWalk.require(told.equals(this.walk.told()) || this.schedule.world().hardship() == Hardship.LIES,
				"noise tells nothing");
	}

	/** In the end the nodes are believed as to what is final. */
	private void checkFinality() {
		// With contents, no head is live until it is known that the node lies.
		boolean isLive = this.schedule.world().hardship() != Hardship.LIES || !this.node.contents().areWanted();
		if (this.schedule.world().finality() != FinalityModel.KEPT || !isLive) {
			return;
		}
		this.time.after(SimulatedFinality.INTERVAL, () -> growTo(this.chain.tip().number() + 1));
		this.time.runUntil(this.time.now() + 2 * PATIENCE.toMillis());
		int lag = this.schedule.world().finalityLag();
		BlockRef last = this.chain.canonical().get((int) Math.max(0, this.chain.tip().number() - lag)).ref();
		BlockRef told = this.walk.finalized();
		SimulatedWalk.require(
				!stack().contains(last) || this.walk.isOlderThanRestart(last)
						|| (told != null && told.number() >= last.number()),
				"the chain is final up to " + last + ", but told is " + told);
		SimulatedWalk.require(told == null || isCanonical(told), "what is final is canonical");
	}

	/**
	 * Return where the application has crashed.
	 */
	Set<CrashPoint> crashes() {
		return this.application.crashes();
	}

	/**
	 * Return the heads that stand.
	 */
	List<BlockRef> stack() {
		return this.walk.checker().stack();
	}

}
