package io.headwater.support;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Tells of what happened under a lock, in its order, when the lock is free again: nothing
 * foreign is called under a lock. One thread tells at a time; another one leaves to it
 * what it has noted, and goes.
 */
public final class Notices {

	private final Consumer<Throwable> failed;

	private final SerialInputs<Queue<Runnable>> inputs;

	private final Queue<Runnable> noted = new ConcurrentLinkedQueue<>();

	/**
	 * Create notices of which none is noted.
	 * @param failed takes what telling has thrown, which keeps no other notice back; what
	 * this throws itself is dropped
	 */
	public Notices(Consumer<Throwable> failed) {
		this.failed = failed;
		this.inputs = new SerialInputs<>(this.noted, failed);
	}

	/**
	 * Note what is to be told. Called under the lock that gives the order;
	 * {@link #tell()} has to follow without it.
	 */
	public void note(Runnable notice) {
		this.noted.add(notice);
	}

	/** Have all told that was noted, by this thread or by the one that is at it. */
	public void tell() {
		this.inputs.take(this::tell);
	}

	private void tell(Queue<Runnable> noted) {
		for (Runnable notice = noted.poll(); notice != null; notice = noted.poll()) {
			try {
				notice.run();
			}
			catch (Throwable ex) {
				SerialInputs.report(ex, this.failed);
			}
		}
	}

}
