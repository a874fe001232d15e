package io.headwater.simulation;

import java.util.EnumSet;
import java.util.Set;

import io.headwater.chain.FinalityTag;
import io.headwater.testing.VirtualTime;

/**
 * Reads safe and finalized blocks as the stream does: after a live head, one reading of
 * each at a time, and not too often.
 */
final class SimulatedFinality {

	static final long INTERVAL = 3_000;

	private final SimulatedNode node;

	private final FinalityModel model;

	private final VirtualTime time;

	private final Set<FinalityTag> inFlight = EnumSet.noneOf(FinalityTag.class);

	private long last = -INTERVAL;

	SimulatedFinality(SimulatedNode node, FinalityModel model, VirtualTime time) {
		this.node = node;
		this.model = model;
		this.time = time;
	}

	void headDelivered() {
		if (this.model == FinalityModel.UNKNOWN || this.time.now() - this.last < INTERVAL) {
			return;
		}
		this.last = this.time.now();
		for (FinalityTag tag : FinalityTag.values()) {
			if (this.inFlight.add(tag)) {
				this.node.read(tag, () -> this.inFlight.remove(tag));
			}
		}
	}

	/** Calls end with their connection. */
	void disconnected() {
		this.inFlight.clear();
	}

}
