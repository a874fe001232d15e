package io.headwater.test;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one connection. Any thread may add; the connection's writer
 * thread alone takes.
 *
 * @param <T> what is written
 */
final class OutgoingQueue<T> {

	private final Lock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Queue<T> waiting = new ArrayDeque<>();

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
	 * Add a piece, unless the queue has ended.
	 * @param piece what to write
	 * @return false if the queue is full
	 */
	boolean add(T piece) {
		this.lock.lock();
		try {
			if (this.ended) {
				return true;
			}
			if (this.waiting.size() == this.capacity) {
				return false;
			}
			this.waiting.add(piece);
			this.changed.signal();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Add the last piece, for which there is always room.
	 * @param piece what to write before the end
	 */
	void addLast(T piece) {
		this.lock.lock();
		try {
			if (!this.ended) {
				this.waiting.add(piece);
				end();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take no more pieces.
	 */
	void end() {
		this.lock.lock();
		try {
			this.ended = true;
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for the next piece.
	 * @return what to write, or {@code null} once the queue has ended and all was taken
	 * @throws InterruptedException if the connection is given up
	 */
	@Nullable T take() throws InterruptedException {
		this.lock.lock();
		try {
			while (this.waiting.isEmpty() && !this.ended) {
				this.changed.await();
			}
			return this.waiting.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
