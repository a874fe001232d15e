package io.headwater.simulation;

import java.util.List;

import io.headwater.BlockRef;
import io.headwater.chain.WalkEvent;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.test.walk.WalkChecker;
import io.headwater.testing.VirtualTime;
import io.headwater.testing.WalkEvents;
import org.jspecify.annotations.Nullable;

/**
 * What an application's listener has finished, event by event and over all crashes.
 */
final class SimulatedListener {

	private final Schedule schedule;

	private final VirtualTime time;

	private final Faults faults;

	private WalkChecker checker;

	private HeadsByNumber heads = new HeadsByNumber();

	/** The last head of the last step that was finished. */
	private @Nullable BlockRef finished;

	private @Nullable SimulatedRun running;

	private boolean busy;

	/** What the application goes on from. */
	private @Nullable StoredCheckpoint stored;

	/** Whether confirmations may be left out, since the headers cannot be had. */
	private boolean excused;

	private long slowUntil;

	private long failsUntil;

	SimulatedListener(Schedule schedule, VirtualTime time, Faults faults) {
		this.schedule = schedule;
		this.time = time;
		this.faults = faults;
		this.checker = newChecker();
	}

	private WalkChecker newChecker() {
		return new WalkChecker(this.schedule.settings().confirmations(), this.schedule.settings().window());
	}

	/**
	 * Listen to an application that has just started.
	 * @param stored the checkpoint that it goes on from, or {@code null}
	 */
	void started(SimulatedRun run, @Nullable StoredCheckpoint stored) {
		this.running = run;
		this.stored = stored;
		this.excused = false;
		if (stored == null) {
			this.checker = newChecker();
			this.finished = null;
			this.heads = new HeadsByNumber();
		}
	}

	void ended() {
		this.running = null;
		this.busy = false;
	}

	/**
	 * Begin to listen to an event.
	 */
	void called(SimulatedRun run) {
		SimulatedWalk.require(run == this.running, "nothing is delivered by an application that has ended");
		SimulatedWalk.require(!this.busy, "calls of a listener never overlap");
		this.busy = true;
	}

	/**
	 * Return from the call.
	 * @return whether it has finished the event, or failed
	 */
	boolean finishes(SimulatedRun run, WalkEvent event) {
		SimulatedWalk.require(run == this.running, "nothing is delivered by an application that has ended");
		this.busy = false;
		if (this.time.now() < this.failsUntil) {
			this.faults.struck();
			return false;
		}
		if (this.excused) {
			this.checker.doWithoutConfirmations();
		}
		this.checker.accept(WalkEvents.told(event));
		StoredCheckpoint stored = this.stored;
		if (event instanceof WalkEvent.Resumed && stored != null) {
			this.checker.resumedFrom(stored);
		}
		this.heads.accept(event);
		return true;
	}

	/**
	 * Note that a step goes back to a block first.
	 */
	void goesBackTo(BlockRef ancestor) {
		this.finished = ancestor;
	}

	void finishedStep() {
		this.checker.assertComplete();
		BlockRef tip = this.checker.tip();
		this.finished = (tip != null) ? tip : this.finished;
	}

	/**
	 * Return the last head of the last step that was finished.
	 */
	@Nullable BlockRef finished() {
		return this.finished;
	}

	void doWithoutConfirmations() {
		this.excused = true;
	}

	boolean isSlow() {
		return this.time.now() < this.slowUntil;
	}

	void slow(int millis) {
		this.slowUntil = Math.max(this.slowUntil, this.time.now() + millis);
	}

	void fail(int millis) {
		this.failsUntil = Math.max(this.failsUntil, this.time.now() + millis);
	}

	void normal() {
		this.slowUntil = 0;
		this.failsUntil = 0;
	}

	/**
	 * Return whether the heads that it keeps by their numbers are those of a walk.
	 */
	boolean keeps(List<BlockRef> walk) {
		return this.heads.endsWith(walk);
	}

	WalkChecker checker() {
		return this.checker;
	}

}
