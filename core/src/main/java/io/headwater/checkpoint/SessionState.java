package io.headwater.checkpoint;

import java.util.Map;
import java.util.Set;

/**
 * How a session stands.
 */
enum SessionState {

	/**
	 * It waits for the lease, or for the store.
	 */
	OPENING,

	/**
	 * It has the checkpoint, and delivery is this instance's.
	 */
	OPEN,

	/**
	 * It is over.
	 */
	ENDED;

	private static final Map<SessionState, Set<SessionState>> MOVES = Map.of( //
			OPENING, Set.of(OPEN, ENDED), //
			OPEN, Set.of(OPENING, ENDED), //
			ENDED, Set.of());

	boolean canMoveTo(SessionState next) {
		return MOVES.getOrDefault(this, Set.of()).contains(next);
	}

}
