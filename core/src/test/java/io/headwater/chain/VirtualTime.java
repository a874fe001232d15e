package io.headwater.chain;

import java.util.PriorityQueue;

/**
 * A clock that only moves when something is due: hours pass in milliseconds, and always
 * in the same way.
 */
final class VirtualTime {

	private final PriorityQueue<Due> due = new PriorityQueue<>();

	private long now;

	private long sequence;

	long now() {
		return this.now;
	}

	long nanos() {
		return this.now * 1_000_000;
	}

	void after(long millis, Runnable action) {
		this.due.add(new Due(this.now + millis, this.sequence++, action));
	}

	void at(long millis, Runnable action) {
		after(millis - this.now, action);
	}

	/**
	 * Do what is due, until a moment, or until nothing is left to do.
	 */
	void runUntil(long end) {
		while (!this.due.isEmpty() && this.due.peek().at() <= end) {
			Due next = this.due.remove();
			this.now = next.at();
			next.action().run();
		}
	}

	boolean isIdle() {
		return this.due.isEmpty();
	}

	private record Due(long at, long sequence, Runnable action) implements Comparable<Due> {

		@Override
		public int compareTo(Due other) {
			int result = Long.compare(this.at, other.at);
			return (result != 0) ? result : Long.compare(this.sequence, other.sequence);
		}

	}

}
