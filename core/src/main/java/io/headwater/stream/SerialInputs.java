package io.headwater.stream;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.headwater.chain.HeadTracker;

/**
 * Gives a tracker one input at a time without ever making a thread wait: one that finds
 * the tracker busy leaves its input to the thread that is at it, and goes. What that
 * thread itself brings from within an input is taken after it.
 */
final class SerialInputs {

	private final HeadTracker tracker;

	private final StreamLog log;

	private final Queue<Consumer<HeadTracker>> waiting = new ConcurrentLinkedQueue<>();

	/** Inputs that wait or are being taken; whoever raises it from zero is at it. */
	private final AtomicInteger pending = new AtomicInteger();

	SerialInputs(HeadTracker tracker, StreamLog log) {
		this.tracker = tracker;
		this.log = log;
	}

	void take(Consumer<HeadTracker> input) {
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

	/** An input that fails must not keep the others out. */
	private void run(Consumer<HeadTracker> input) {
		try {
			input.accept(this.tracker);
		}
		catch (Throwable ex) {
			this.log.error("input", "An input of the tracker failed, which is a defect", ex);
		}
	}

	/**
	 * Return how many inputs wait or are being taken.
	 */
	int depth() {
		return this.pending.get();
	}

}
