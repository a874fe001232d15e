package io.headwater.testing;

import java.util.PriorityQueue;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * A clock that only moves when something is due: hours pass in milliseconds, and always
 * in the same way. What is due at one time is done in the order in which it was
 * scheduled, on the thread that moves the clock.
 */
public final class VirtualTime {

	private static final long MILLI = 1_000_000;

	private final Queue<Due> due = new PriorityQueue<>();

	private long nanos;

	private long sequence;

	/**
	 * Return the nanoseconds since the clock was made.
	 */
	public synchronized long nanos() {
		return this.nanos;
	}

	/**
	 * Return the milliseconds since the clock was made.
	 */
	public long now() {
		return nanos() / MILLI;
	}

	public void after(long millis, Runnable action) {
		schedule(millis * MILLI, action);
	}

	public void at(long millis, Runnable action) {
		schedule(millis * MILLI - nanos(), action);
	}

	/**
	 * Do what is due, until a moment, or until nothing is left to do.
	 */
	public void runUntil(long millis) {
		runUntilNanos(millis * MILLI);
	}

	public synchronized boolean isIdle() {
		return this.due.isEmpty();
	}

	synchronized Due schedule(long delay, Runnable action) {
		Due added = new Due(this.nanos + delay, this.sequence++, action);
		this.due.add(added);
		return added;
	}

	synchronized void cancel(Due cancelled) {
		this.due.remove(cancelled);
	}

	void runUntilNanos(long end) {
		for (Due next = next(end); next != null; next = next(end)) {
			next.action().run();
		}
	}

	private synchronized @Nullable Due next(long end) {
		Due next = this.due.peek();
		if (next == null || next.nanos() > end) {
			return null;
		}
		this.due.remove();
		this.nanos = next.nanos();
		return next;
	}

	synchronized void moveTo(long nanos) {
		this.nanos = nanos;
	}

	record Due(long nanos, long sequence, Runnable action) implements Comparable<Due> {

		@Override
		public int compareTo(Due other) {
			int result = Long.compare(this.nanos, other.nanos);
			return (result != 0) ? result : Long.compare(this.sequence, other.sequence);
		}

	}

}
