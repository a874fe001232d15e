package io.headwater.dispatch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.headwater.StreamStateChangedEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the publisher: steps, up to a bound, and beside them the newest change
 * of each kind of state, which takes no room from the steps and goes first. To put
 * something in never takes a wait, but who brings more than the publisher takes may be
 * held back for a moment before; the publisher waits for nothing else.
 */
final class StepQueue {

	private static final Log logger = LogFactory.getLog(Publisher.class);

	/** As many steps as are delivered in the time that it takes to wake a thread. */
	private static final int BATCH = 64;

	/** Whoever waits no longer than it takes to fall asleep and be woken is in a rush. */
	private static final long SHORT_WAIT_NANOS = 100_000;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition something = this.lock.newCondition();

	private final Condition closed = this.lock.newCondition();

	private final Condition eased = this.lock.newCondition();

	private final Queue<Step> steps = new ArrayDeque<>();

	private final Map<StreamStateChangedEvent.Kind, StreamStateChangedEvent> changes = new LinkedHashMap<>();

	private final int capacity;

	private final LongSupplier nanoTime;

	private final Duration gatherAtMost;

	/** How many steps have to wait before the publisher is woken. */
	private int wanted = 1;

	/** Whether steps come about as fast as the publisher takes them. */
	private boolean rush;

	private volatile PublisherState state = PublisherState.DELIVERING;

	private volatile Room room = Room.FREE;

	/**
	 * Create a queue.
	 * @param gatherAtMost how long steps may gather in a rush before the publisher wakes
	 */
	StepQueue(int capacity, LongSupplier nanoTime, Duration gatherAtMost) {
		this.capacity = capacity;
		this.nanoTime = nanoTime;
		this.gatherAtMost = gatherAtMost;
	}

	/** Return whether there was room, and the queue is open. */
	boolean offer(Step step) {
		this.lock.lock();
		try {
			if (this.state == PublisherState.CLOSED || this.steps.size() >= this.capacity) {
				this.room = Room.REFUSED;
				return false;
			}
			this.steps.add(step);
			if (this.steps.size() == this.capacity && this.room == Room.FREE) {
				this.room = Room.TAKEN;
			}
			if (this.steps.size() >= this.wanted) {
				this.something.signal();
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for a full queue until half of it is free again. Nobody waits in vain twice
	 * meanwhile, or once a step was refused, or while nothing is delivered.
	 */
	void awaitRoom(Duration atMost) {
		if (this.room != Room.TAKEN) {
			return;
		}
		this.lock.lock();
		try {
			long left = atMost.toNanos();
			while (this.room == Room.TAKEN && this.state == PublisherState.DELIVERING && left > 0) {
				left = this.eased.awaitNanos(left);
			}
			if (this.room == Room.TAKEN && left <= 0) {
				this.room = Room.MISSED;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Put a change of state in, in place of an earlier one of its kind. */
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
	 * Wait for something to publish. Steps are handed out while the state is to deliver
	 * them, changes of state always.
	 * @param next whether the next step is wanted; otherwise one is unfinished, and only
	 * the leave to go on with it
	 * @return changes of state, or one step, or the leave to go on, or {@code null} once
	 * the queue is closed
	 */
	@Nullable Taken take(boolean next) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			awaitSomething(next);
			if (!this.changes.isEmpty()) {
				return new Taken(takeChanges(), null, false);
			}
			if (this.state == PublisherState.CLOSED) {
				return null;
			}
			return next ? takeStep() : new Taken(List.of(), null, false);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Take the changes of state, without a wait. */
	Collection<StreamStateChangedEvent> takeChanges() {
		this.lock.lock();
		try {
			Collection<StreamStateChangedEvent> changes = List.copyOf(this.changes.values());
			this.changes.clear();
			return changes;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void awaitSomething(boolean next) throws InterruptedException {
		while (this.changes.isEmpty() && !mayTake(next)) {
			if (next && this.rush && this.state == PublisherState.DELIVERING) {
				gather();
			}
			else {
				long beganNanos = this.nanoTime.getAsLong();
				this.something.await();
				this.rush = next && this.nanoTime.getAsLong() - beganNanos < SHORT_WAIT_NANOS;
			}
		}
	}

	/** To be woken costs more than to deliver a step, so some may gather first. */
	private void gather() throws InterruptedException {
		this.wanted = Math.max(1, Math.min(BATCH, this.capacity / 2));
		try {
			long left = this.gatherAtMost.toNanos();
			while (left > 0 && this.steps.size() < this.wanted && this.changes.isEmpty()
					&& this.state == PublisherState.DELIVERING) {
				left = this.something.awaitNanos(left);
			}
		}
		finally {
			this.wanted = 1;
			this.rush = this.steps.size() > 1;
		}
	}

	private boolean mayTake(boolean next) {
		return this.state == PublisherState.CLOSED
				|| (this.state == PublisherState.DELIVERING && !(next && this.steps.isEmpty()));
	}

	private Taken takeStep() {
		boolean eased = this.room != Room.FREE && this.steps.size() - 1 <= this.capacity / 2;
		boolean room = eased && this.room == Room.REFUSED;
		// Before anything is moved: without memory for it, the step is still there.
		Taken taken = new Taken(List.of(), this.steps.element(), room);
		this.steps.remove();
		if (eased) {
			this.room = Room.FREE;
			this.eased.signalAll();
		}
		return taken;
	}

	/**
	 * Move to another state. The steps that still wait when the queue is closed stay
	 * untold.
	 * @return whether that is a legal move
	 */
	boolean moveTo(PublisherState next) {
		this.lock.lock();
		try {
			if (!this.state.canMoveTo(next)) {
				return false;
			}
			this.state = next;
			if (next == PublisherState.CLOSED) {
				this.steps.clear();
				this.closed.signal();
			}
			this.something.signal();
			this.eased.signalAll();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	PublisherState state() {
		return this.state;
	}

	boolean isClosed() {
		return this.state == PublisherState.CLOSED;
	}

	/**
	 * Let some time pass, unless the queue is closed. Only a close ends the wait: an
	 * interrupt may come of anything.
	 * @return whether it is closed
	 */
	boolean awaitClosed(Duration atMost) {
		boolean interrupted = false;
		this.lock.lock();
		try {
			long deadlineNanos = this.nanoTime.getAsLong() + atMost.toNanos();
			long left = atMost.toNanos();
			while (!isClosed() && left > 0) {
				try {
					left = this.closed.awaitNanos(left);
				}
				catch (InterruptedException ex) {
					interrupted = true;
					left = deadlineNanos - this.nanoTime.getAsLong();
				}
			}
			return isClosed();
		}
		finally {
			this.lock.unlock();
			if (interrupted) {
				strayInterrupt();
			}
		}
	}

	/** An interrupt is kept only where it may be meant to end what runs. */
	private void strayInterrupt() {
		if (isClosed()) {
			Thread.currentThread().interrupt();
		}
		else {
			logger.debug("The publisher was interrupted, though not stopped: it goes on");
		}
	}

	/**
	 * Forget an interrupt of the publisher's thread that no stop has caused: whoever runs
	 * next must not take it for his own.
	 */
	void dropStrayInterrupt() {
		if (!isClosed() && Thread.interrupted()) {
			strayInterrupt();
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
	 * What the publisher took from its queue: the leave to go on, if there is neither a
	 * change nor a step.
	 *
	 * @param step a step, or {@code null}
	 * @param room whether there is room again after a step was refused
	 */
	record Taken(Collection<StreamStateChangedEvent> changes, @Nullable Step step, boolean room) {
	}

	/** How the room is: anything but free lasts until half of it is free again. */
	private enum Room {

		FREE, TAKEN,

		/** Somebody has waited for it in vain: listeners are slow. */
		MISSED,

		/** A step was refused, so somebody wants to know when there is room. */
		REFUSED

	}

}
