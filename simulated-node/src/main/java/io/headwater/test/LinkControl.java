package io.headwater.test;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.headwater.test.TcpProxy.Direction;

/**
 * How a proxy carries bytes at the moment. A change wakes all that wait because of how it
 * was before.
 */
final class LinkControl {

	private static final int PIECES_PER_SECOND = 20;

	private final Lock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	// All guarded by the lock.
	private final Set<Direction> paused = EnumSet.noneOf(Direction.class);

	private Admission admission = Admission.OPEN;

	private long bytesPerSecond = Long.MAX_VALUE;

	private long delayNanos;

	private int pieceSize = Integer.MAX_VALUE;

	/**
	 * Be as at first.
	 */
	void reset() {
		change(() -> {
			this.paused.clear();
			this.admission = Admission.OPEN;
			this.bytesPerSecond = Long.MAX_VALUE;
			this.delayNanos = 0;
			this.pieceSize = Integer.MAX_VALUE;
		});
	}

	void pause(Set<Direction> directions) {
		change(() -> this.paused.addAll(directions));
	}

	void resume() {
		change(this.paused::clear);
	}

	void admit(Admission admission) {
		change(() -> this.admission = admission);
	}

	void throttle(long bytesPerSecond) {
		change(() -> this.bytesPerSecond = bytesPerSecond);
	}

	void delay(Duration delay) {
		change(() -> this.delayNanos = delay.toNanos());
	}

	void split(int pieceSize) {
		change(() -> this.pieceSize = pieceSize);
	}

	/**
	 * Wait as long as new connections are ignored.
	 * @return whether they are let through
	 */
	boolean awaitAdmission() throws InterruptedException {
		this.lock.lock();
		try {
			while (this.admission == Admission.IGNORED) {
				this.changed.await();
			}
			return this.admission == Admission.OPEN;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Write what was just read, when and how it is to be carried.
	 * @param direction where it goes
	 * @param bytes what has it
	 * @param count how much was read
	 * @param to leads there
	 */
	void carry(Direction direction, byte[] bytes, int count, Socket to) throws IOException, InterruptedException {
		long read = System.nanoTime();
		await(read, () -> this.delayNanos);
		for (int from = 0; from < count;) {
			Turn turn = awaitTurn(direction);
			int size = Math.min(turn.size(), count - from);
			long written = System.nanoTime();
			to.getOutputStream().write(bytes, from, size);
			// A slower pace is for what comes later.
			await(written, () -> TimeUnit.SECONDS.toNanos(size) / Math.max(turn.bytesPerSecond(), this.bytesPerSecond));
			from += size;
		}
	}

	/**
	 * Wait as long as a direction is paused.
	 * @param direction which
	 * @return what may be written then
	 */
	Turn awaitTurn(Direction direction) throws InterruptedException {
		this.lock.lock();
		try {
			while (this.paused.contains(direction)) {
				this.changed.await();
			}
			long size = Math.min(this.pieceSize, Math.max(1, this.bytesPerSecond / PIECES_PER_SECOND));
			return new Turn((int) size, this.bytesPerSecond);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void await(long since, LongSupplier nanos) throws InterruptedException {
		this.lock.lock();
		try {
			for (long left = left(since, nanos); left > 0; left = left(since, nanos)) {
				this.changed.awaitNanos(left);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private static long left(long since, LongSupplier nanos) {
		return since + nanos.getAsLong() - System.nanoTime();
	}

	private void change(Runnable change) {
		this.lock.lock();
		try {
			change.run();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What becomes of a new connection.
	 */
	enum Admission {

		OPEN, IGNORED, REFUSED

	}

	/**
	 * Leave to write.
	 *
	 * @param size how many bytes
	 * @param bytesPerSecond at what pace
	 */
	record Turn(int size, long bytesPerSecond) {
	}

}
