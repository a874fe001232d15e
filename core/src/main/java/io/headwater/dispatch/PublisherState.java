package io.headwater.dispatch;

import java.util.Map;
import java.util.Set;

/**
 * Whether a publisher takes what waits for it.
 */
public enum PublisherState {

	/** It delivers each step as it comes. */
	DELIVERING,

	/** Somebody has paused it: the running event was its last one until it is resumed. */
	PAUSED,

	/** A listener keeps failing: the event stays with it until it is resumed. */
	HALTED,

	/** It is stopped for good. */
	CLOSED;

	private static final Map<PublisherState, Set<PublisherState>> MOVES = Map.of( //
			DELIVERING, Set.of(PAUSED, HALTED, CLOSED), //
			PAUSED, Set.of(DELIVERING, HALTED, CLOSED), //
			HALTED, Set.of(DELIVERING, CLOSED));

	boolean canMoveTo(PublisherState next) {
		return MOVES.getOrDefault(this, Set.of()).contains(next);
	}

}
