package io.headwater.stream;

import java.util.function.LongSupplier;

import io.headwater.BlockRef;
import io.headwater.DeliveryState;
import io.headwater.Head;
import io.headwater.HeadOrigin;
import io.headwater.chain.Advance;
import io.headwater.chain.HeadTracker;
import io.headwater.dispatch.Publisher;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Feeds what the link brings to the tracker, and what the tracker makes of it to the
 * publisher. Heads may come on several threads; they are taken one at a time.
 */
final class HeadFeed implements LinkListener {

	private static final Log logger = LogFactory.getLog(HeadStream.class);

	private final String chain;

	private final HeadTracker tracker;

	private final StepFactory steps;

	private final Publisher publisher;

	private final StateHolder<DeliveryState> state;

	private final LongSupplier nanoTime;

	private volatile long chainId;

	HeadFeed(String chain, HeadTracker tracker, StepFactory steps, Publisher publisher,
			StateHolder<DeliveryState> state, LongSupplier nanoTime) {
		this.chain = chain;
		this.tracker = tracker;
		this.steps = steps;
		this.publisher = publisher;
		this.state = state;
		this.nanoTime = nanoTime;
	}

	@Override
	public void subscribed(long chainId) {
		this.chainId = chainId;
	}

	@Override
	public void announced(Head head, long receivedNanos) {
		take(head, HeadOrigin.LIVE, receivedNanos);
	}

	@Override
	public void latest(Head head) {
		take(head, HeadOrigin.CATCH_UP, this.nanoTime.getAsLong());
	}

	/** What the link still brings after this is not taken. */
	synchronized void stop() {
		this.state.moveTo(DeliveryState.STOPPED, "the stream was stopped");
	}

	private synchronized void take(Head head, HeadOrigin origin, long receivedNanos) {
		if (this.state.get() == DeliveryState.STOPPED) {
			return;
		}
		Advance advance = this.tracker.propose(head, origin);
		if (advance == null) {
			this.state.moveTo(DeliveryState.LIVE, "at the newest head");
			return;
		}
		if (!this.publisher.offer(this.steps.step(advance, this.chainId, receivedNanos))) {
			this.state.moveTo(DeliveryState.BACKLOGGED, "the queue is full");
			return;
		}
		BlockRef left = this.tracker.tip();
		this.tracker.entered(advance);
		if (advance.discontinuity() != null) {
			logger.warn("[" + this.chain + "] Resynchronised: head " + head.ref() + " does not follow " + left);
		}
		this.state.moveTo(DeliveryState.LIVE, "at the newest head");
	}

	synchronized @Nullable BlockRef tip() {
		return this.tracker.tip();
	}

	long chainId() {
		return this.chainId;
	}

}
