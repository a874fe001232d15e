package io.headwater.test;

import java.util.List;

/**
 * Tells the subscribers of one node what the chain has made canonical. Called under the
 * chain's lock and does not block: all it does is queue.
 */
final class HeadAnnouncer implements ChainListener {

	private final Subscriptions subscriptions;

	private volatile boolean onlyLast;

	private volatile boolean muted;

	HeadAnnouncer(Subscriptions subscriptions) {
		this.subscriptions = subscriptions;
	}

	void setOnlyLast(boolean onlyLast) {
		this.onlyLast = onlyLast;
	}

	void setMuted(boolean muted) {
		this.muted = muted;
	}

	@Override
	public void extended(List<SimulatedBlock> blocks) {
		if (this.muted) {
			return;
		}
		int from = this.onlyLast ? blocks.size() - 1 : 0;
		for (SimulatedBlock block : blocks.subList(from, blocks.size())) {
			this.subscriptions.announce(block.toJson());
		}
	}

}
