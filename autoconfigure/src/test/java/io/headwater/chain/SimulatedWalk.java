package io.headwater.chain;

import io.headwater.BlockRef;
import io.headwater.Head;
import io.headwater.testing.WalkChecker;
import org.jspecify.annotations.Nullable;

/**
 * What the listeners are told in a simulation, checked as it enters the queue.
 */
final class SimulatedWalk {

	private final Schedule schedule;

	private final SimulatedQueue queue;

	private final SimulatedNode node;

	private final Truth truth;

	private final WalkChecker checker;

	/** The highest number since the walk began. */
	private long highest;

	private long heads;

	private long reorgs;

	private long skips;

	private long resets;

	private boolean lastWasReset;

	private @Nullable BlockRef resetTo;

	SimulatedWalk(Schedule schedule, SimulatedQueue queue, SimulatedNode node, Truth truth) {
		this.schedule = schedule;
		this.queue = queue;
		this.node = node;
		this.truth = truth;
		this.checker = new WalkChecker(schedule.settings().confirmations());
	}

	boolean enter(WalkStep step) {
		if (!this.queue.offer(step)) {
			return false;
		}
		for (WalkEvent event : step.events()) {
			require(this.node.isOpen(), "nothing is delivered without a connection");
			accept(event);
			this.checker.accept(event);
		}
		this.checker.assertComplete();
		return true;
	}

	private void accept(WalkEvent event) {
		this.lastWasReset = event instanceof WalkEvent.Reset;
		if (event instanceof WalkEvent.Joined joined) {
			joined(joined.head());
		}
		else if (event instanceof WalkEvent.Reverted told) {
			this.reorgs++;
			BlockRef lowest = told.reverted().get(told.reverted().size() - 1);
			require(!this.truth.stoodEverywhereSince(lowest.hash(), this.schedule.world().backends(),
					this.node.openedAt()), "what is reverted was not canonical for some backend");
			require(!this.schedule.isStraight(), "lag alone is no reorg");
		}
		else if (event instanceof WalkEvent.Skipped) {
			this.skips++;
			this.highest = 0;
			require(this.schedule.maySkip(), "nothing is skipped without a limit");
		}
		else if (event instanceof WalkEvent.Reset reset) {
			this.resets++;
			this.resetTo = reset.to();
			require(!isRemembered(reset.to()), "a reset leads to a block that was not delivered");
			require(this.schedule.mayReset(), "no reorg was deeper than the window");
			this.highest = 0;
		}
	}

	/** Of what is below the window, nobody can say whether it was delivered. */
	private boolean isRemembered(BlockRef block) {
		return block.number() > this.highest - this.schedule.settings().window()
				&& this.checker.stack().contains(block);
	}

	private void joined(Head head) {
		Long start = this.schedule.settings().start();
		require(this.heads > 0 || start == null || this.schedule.maySkip() || head.number() == start,
				"the first head is the one to start with");
		require(this.truth.wasCanonicalSince(head.hash(), this.node.openedAt()),
				"head " + head.number() + " was canonical while it was fetched");
		require(this.resetTo == null || this.schedule.settings().haltOnReset() || head.ref().equals(this.resetTo),
				"after a reset delivery goes on where it said");
		this.resetTo = null;
		this.heads++;
		this.highest = Math.max(this.highest, head.number());
	}

	/**
	 * Return whether the last that entered was a reset, and no head after it.
	 */
	boolean isAtReset() {
		return this.lastWasReset;
	}

	WalkChecker checker() {
		return this.checker;
	}

	long heads() {
		return this.heads;
	}

	long reorgs() {
		return this.reorgs;
	}

	long skips() {
		return this.skips;
	}

	long resets() {
		return this.resets;
	}

	static void require(boolean condition, String rule) {
		if (!condition) {
			throw new AssertionError(rule);
		}
	}

}
