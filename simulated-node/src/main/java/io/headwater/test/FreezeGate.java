package io.headwater.test;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds up every thread of a node while it is frozen, as the kernel holds up a stopped
 * process.
 */
final class FreezeGate {

	private final Lock lock = new ReentrantLock();

	private final Condition opened = this.lock.newCondition();

	private boolean frozen;

	void setFrozen(boolean frozen) {
		this.lock.lock();
		try {
			this.frozen = frozen;
			this.opened.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Go on at once, or wait until the node is frozen no more.
	 * @throws InterruptedException if the connection is given up meanwhile
	 */
	void pass() throws InterruptedException {
		this.lock.lock();
		try {
			while (this.frozen) {
				this.opened.await();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
