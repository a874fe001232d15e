package io.headwater.simulation;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;

import io.headwater.chain.WalkEvent;
import io.headwater.chain.WalkStep;
import io.headwater.testing.VirtualTime;

/**
 * The queue and its consumer, as the dispatch has them: a step's events are delivered one
 * by one, then the step is saved; room is announced after a refusal once the queue is
 * half empty.
 */
final class SimulatedQueue {

	/** When a listener that has failed is called again, or the store is asked again. */
	private static final int AGAIN = 300;

	private final Queue<WalkStep> steps = new ArrayDeque<>();

	private final int capacity;

	private final VirtualTime time;

	private final SplittableRandom random;

	private final SimulatedRun run;

	private boolean wasFull;

	private boolean roomDue;

	private int consuming;

	SimulatedQueue(int capacity, VirtualTime time, SplittableRandom random, SimulatedRun run) {
		this.capacity = capacity;
		this.time = time;
		this.random = random;
		this.run = run;
	}

	boolean offer(WalkStep step) {
		if (this.steps.size() >= this.capacity) {
			this.wasFull = true;
			return false;
		}
		this.steps.add(step);
		consume();
		return true;
	}

	private void consume() {
		if (this.consuming < this.run.consumers() && !this.steps.isEmpty()) {
			this.consuming++;
			long duration = this.run.isSlow() ? this.random.nextInt(200, 3000) : this.random.nextInt(40);
			WalkStep step = this.steps.element();
			if (step.events().stream().anyMatch(WalkEvent.Reverted.class::isInstance)) {
				later(0, () -> prepare(step, duration));
			}
			else {
				begin(step, 0, duration);
			}
		}
	}

	/** What a reorg goes back to is saved first. */
	private void prepare(WalkStep step, long duration) {
		if (this.run.begins(step)) {
			ifAlive(() -> begin(step, 0, duration));
		}
		else {
			later(AGAIN, () -> prepare(step, duration));
		}
	}

	/** The events of a step share its time. */
	private void begin(WalkStep step, int index, long duration) {
		int events = step.events().size();
		this.run.begins();
		later(duration * (index + 1) / events - duration * index / events, () -> end(step, index, duration));
	}

	private void end(WalkStep step, int index, long duration) {
		if (!this.run.finishes(step.events().get(index))) {
			later(AGAIN, () -> {
				this.run.begins();
				end(step, index, duration);
			});
		}
		else if (index + 1 < step.events().size()) {
			ifAlive(() -> begin(step, index + 1, duration));
		}
		else {
			ifAlive(() -> finish(step));
		}
	}

	private void finish(WalkStep step) {
		this.run.finishes(step);
		ifAlive(this::take);
	}

	private void take() {
		if (!this.run.mayGoOn()) {
			later(AGAIN, this::take);
			return;
		}
		this.steps.remove();
		boolean roomAgain = this.wasFull && this.steps.size() <= this.capacity / 2;
		this.wasFull &= !roomAgain;
		this.roomDue |= roomAgain;
		this.consuming--;
		consume();
		if (roomAgain) {
			later(this.random.nextInt(20), this::tellOfRoom);
		}
	}

	private void tellOfRoom() {
		this.roomDue = false;
		this.run.room();
	}

	private void later(long millis, Runnable action) {
		this.time.after(millis, () -> ifAlive(action));
	}

	private void ifAlive(Runnable action) {
		if (this.run.isAlive()) {
			action.run();
		}
	}

	/**
	 * Return whether the tracker was refused, and will be told of room.
	 */
	boolean owesRoom() {
		return this.wasFull || this.roomDue;
	}

}
