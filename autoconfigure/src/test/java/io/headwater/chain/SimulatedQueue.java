package io.headwater.chain;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * The queue and its consumer, as the dispatch has them: room is announced after a refusal
 * once the queue is half empty.
 */
final class SimulatedQueue {

	private final Queue<WalkStep> steps = new ArrayDeque<>();

	private final int capacity;

	private final VirtualTime time;

	private final SplittableRandom random;

	private final Runnable room;

	private boolean wasFull;

	private boolean roomDue;

	private boolean consuming;

	private long slowUntil;

	SimulatedQueue(int capacity, VirtualTime time, SplittableRandom random, Runnable room) {
		this.capacity = capacity;
		this.time = time;
		this.random = random;
		this.room = room;
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
		if (!this.consuming && !this.steps.isEmpty()) {
			this.consuming = true;
			boolean slow = this.time.now() < this.slowUntil;
			this.time.after(slow ? this.random.nextInt(200, 3000) : this.random.nextInt(40), this::take);
		}
	}

	private void take() {
		this.steps.remove();
		boolean roomAgain = this.wasFull && this.steps.size() <= this.capacity / 2;
		this.wasFull &= !roomAgain;
		this.roomDue |= roomAgain;
		this.consuming = false;
		consume();
		if (roomAgain) {
			this.time.after(this.random.nextInt(20), this::tellOfRoom);
		}
	}

	private void tellOfRoom() {
		this.roomDue = false;
		this.room.run();
	}

	void slow(long until) {
		this.slowUntil = Math.max(this.slowUntil, until);
	}

	void normal() {
		this.slowUntil = 0;
	}

	/**
	 * Return whether the tracker was refused, and will be told of room.
	 */
	boolean owesRoom() {
		return this.wasFull || this.roomDue;
	}

}
