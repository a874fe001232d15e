package io.headwater.stream;

import java.util.concurrent.atomic.AtomicLong;

import io.headwater.ChainEvent;
import io.headwater.ChainResetEvent;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.HeadsSkippedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.dispatch.Step;
import org.jspecify.annotations.Nullable;

/**
 * What a stream has delivered since the application started, through all of its runs. One
 * publisher after another writes it, anybody reads it.
 */
final class DeliveryRecord {

	private final AtomicLong timesQueueFull = new AtomicLong();

	private volatile @Nullable Head head;

	private volatile long heads;

	private volatile StreamCounts others = StreamCounts.NONE;

	void queueFull() {
		this.timesQueueFull.incrementAndGet();
	}

	/** Take a step that every listener has finished. */
	// Nothing is added at once by two threads: a run begins when no listener runs.
	@SuppressWarnings("NonAtomicVolatileUpdate")
	void finished(Step step) {
		for (ChainEvent event : step.events()) {
			if (event instanceof NewHeadEvent newHead) {
				this.heads++;
				if (newHead.origin() != HeadOrigin.REPLAY) {
					this.head = newHead.head();
				}
			}
			else {
				this.others = with(this.others, event);
			}
		}
	}

	private static StreamCounts with(StreamCounts before, ChainEvent event) {
		if (event instanceof ReorgEvent reorg) {
			return new StreamCounts(0, before.reorgs() + 1, before.revertedHeads() + reorg.depth(),
					before.skippedHeads(), before.resets());
		}
		if (event instanceof HeadsSkippedEvent skip) {
			return new StreamCounts(0, before.reorgs(), before.revertedHeads(),
					before.skippedHeads() + skip.to() - skip.from() + 1, before.resets());
		}
		if (event instanceof ChainResetEvent) {
			return new StreamCounts(0, before.reorgs(), before.revertedHeads(), before.skippedHeads(),
					before.resets() + 1);
		}
		return before;
	}

	@Nullable Head head() {
		return this.head;
	}

	StreamCounts counts() {
		StreamCounts others = this.others;
		return new StreamCounts(this.heads, others.reorgs(), others.revertedHeads(), others.skippedHeads(),
				others.resets());
	}

	long timesQueueFull() {
		return this.timesQueueFull.get();
	}

}
