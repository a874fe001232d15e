package io.headwater.test;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be written to one connection, as the bytes that go over the wire, so that
 * whole frames and deliberately broken ones can queue alike. Any thread may add; the
 * connection's writer thread alone takes.
 */
final class OutgoingQueue {

	/**
	 * What {@link #take()} returns after the last piece.
	 */
	static final byte[] END = {};

	private final Lock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Queue<byte[]> waiting = new ArrayDeque<>();

	private final int capacity;

	private boolean ended;

	/**
	 * Create an empty queue.
	 * @param capacity how many pieces may wait
	 */
	OutgoingQueue(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Add a piece, unless the last one was added already.
	 * @param bytes what to write
	 * @return false if the queue is full
	 */
	boolean add(byte[] bytes) {
		this.lock.lock();
		try {
			if (this.ended) {
				return true;
			}
			if (this.waiting.size() == this.capacity) {
				return false;
			}
			this.waiting.add(bytes);
			this.changed.signal();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Add the last piece, for which there is always room.
	 * @param bytes what to write before the end
	 */
	void addLast(byte[] bytes) {
		this.lock.lock();
		try {
			if (!this.ended) {
				this.waiting.add(bytes);
				this.ended = true;
				this.changed.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for the next piece.
	 * @return what to write, or {@link #END} once the last piece was taken
	 * @throws InterruptedException if the connection is given up
	 */
	byte[] take() throws InterruptedException {
		this.lock.lock();
		try {
			while (this.waiting.isEmpty() && !this.ended) {
				this.changed.await();
			}
			byte[] next = this.waiting.poll();
			return (next != null) ? next : END;
		}
		finally {
			this.lock.unlock();
		}
	}

}
