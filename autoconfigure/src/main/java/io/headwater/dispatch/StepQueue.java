package io.headwater.dispatch;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.headwater.StreamStateChangedEvent;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the publisher: steps, up to a bound, and beside them the newest change
 * of each kind of state, which takes no room from the steps and goes first. Whoever puts
 * something in never waits; the publisher waits for nothing else.
 */
final class StepQueue {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition something = this.lock.newCondition();

	private final Queue<Step> steps = new ArrayDeque<>();

	private final Map<StreamStateChangedEvent.Kind, StreamStateChangedEvent> changes = new LinkedHashMap<>();

	private final int capacity;

	private boolean closed;

	private boolean wasFull;

	StepQueue(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Put a step in.
	 * @return whether there was room, and the queue is open
	 */
	boolean offer(Step step) {
		this.lock.lock();
		try {
			if (this.closed || this.steps.size() >= this.capacity) {
				this.wasFull = true;
				return false;
			}
			this.steps.add(step);
			this.something.signal();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Put a change of state in, in place of an earlier one of its kind.
	 */
	void offer(StreamStateChangedEvent change) {
		this.lock.lock();
		try {
			this.changes.remove(change.kind());
			this.changes.put(change.kind(), change);
			this.something.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for something to publish.
	 * @return changes of state, or one step, or {@code null} once the queue is closed
	 */
	@Nullable Taken take() throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (!this.closed && this.steps.isEmpty() && this.changes.isEmpty()) {
				this.something.await();
			}
			if (!this.changes.isEmpty()) {
				Collection<StreamStateChangedEvent> changes = List.copyOf(this.changes.values());
				this.changes.clear();
				return new Taken(changes, null, false);
			}
			if (this.closed) {
				return null;
			}
			Step step = this.steps.remove();
			boolean room = this.wasFull && this.steps.size() <= this.capacity / 2;
			this.wasFull &= !room;
			return new Taken(List.of(), step, room);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Let the publisher go. The steps that still wait stay untold.
	 */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.steps.clear();
			this.something.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	int depth() {
		this.lock.lock();
		try {
			return this.steps.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable Step oldest() {
		this.lock.lock();
		try {
			return this.steps.peek();
		}
		finally {
			this.lock.unlock();
		}
	}

	int capacity() {
		return this.capacity;
	}

	/**
	 * What the publisher took.
	 *
	 * @param changes changes of state
	 * @param step a step, or {@code null}
	 * @param room whether there is room again after a step was refused
	 */
	record Taken(Collection<StreamStateChangedEvent> changes, @Nullable Step step, boolean room) {
	}

}
