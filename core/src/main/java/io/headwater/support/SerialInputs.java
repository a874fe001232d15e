package io.headwater.support;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Gives something that is not safe for several threads one input at a time, without ever
 * making a thread wait: one that finds it busy leaves its input to the thread that is at
 * it, and goes. What that thread itself brings from within an input is taken after it.
 */
public final class SerialInputs<T> {

	private final T target;

	private final Consumer<Throwable> failed;

	private final Queue<Consumer<T>> waiting = new ConcurrentLinkedQueue<>();

	/** Inputs that wait or are being taken; whoever raises it from zero is at it. */
	private final AtomicInteger pending = new AtomicInteger();

	/**
	 * Create the inputs of something.
	 * @param failed takes what an input has thrown, which is a defect and keeps no other
	 * input out; what this throws itself is dropped
	 */
	public SerialInputs(T target, Consumer<Throwable> failed) {
		this.target = target;
		this.failed = failed;
	}

	/**
	 * Take an input, at once or after those that were brought before.
	 * @param input is run on this thread or on another one that has brought an input;
	 * must not wait
	 */
	public void take(Consumer<T> input) {
		if (this.pending.compareAndSet(0, 1)) {
			run(input);
			drain();
			return;
		}
		this.waiting.add(input);
		if (this.pending.getAndIncrement() == 0) {
			run(this.waiting.remove());
			drain();
		}
	}

	/** The counter is raised after its input was added, so each count has one. */
	private void drain() {
		while (this.pending.decrementAndGet() != 0) {
			run(this.waiting.remove());
		}
	}

	private void run(Consumer<T> input) {
		try {
			input.accept(this.target);
		}
		catch (Throwable ex) {
			report(ex, this.failed);
		}
	}

	/**
	 * Report a failure. What came out of here would leave the counter raised, and all
	 * that waits would wait for ever.
	 */
	static void report(Throwable failure, Consumer<Throwable> failed) {
		try {
			failed.accept(failure);
		}
		catch (Throwable ex) {
			// Memory or stack are exhausted, and nothing else is left to tell of it.
		}
	}

	/** Return how many inputs wait or are being taken. */
	public int depth() {
		return this.pending.get();
	}

}
