package io.headwater.test;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets a test wait until something has changed. Whoever changes something first does it
 * and then signals, so that no change goes unseen.
 */
final class ChangeSignal {

	private final Lock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	void signal() {
		this.lock.lock();
		try {
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until a condition holds.
	 * @param condition what to wait for; it must not wait for another thread
	 * @param timeout how long to wait at most
	 * @param failure what to say at the deadline
	 * @throws AssertionError if the condition does not hold in time
	 */
	void await(BooleanSupplier condition, Duration timeout, Supplier<String> failure) {
		this.lock.lock();
		try {
			long left = timeout.toNanos();
			while (!condition.getAsBoolean()) {
				if (left <= 0) {
					throw new AssertionError(failure.get() + " after " + timeout.toMillis() + " ms");
				}
				left = this.changed.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted: " + failure.get(), ex);
		}
		finally {
			this.lock.unlock();
		}
	}

}
