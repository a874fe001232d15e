package io.headwater.checkpoint;

import java.util.Map;
import java.util.Set;

/**
 * How the lease of one session stands.
 */
enum LeaseState {

	/**
	 * Another instance may have it.
	 */
	SOUGHT,

	/**
	 * This instance has it.
	 */
	HELD,

	/**
	 * It is lost, or was given back.
	 */
	ENDED;

	private static final Map<LeaseState, Set<LeaseState>> MOVES = Map.of( //
			SOUGHT, Set.of(HELD, ENDED), //
			HELD, Set.of(SOUGHT, ENDED), //
			ENDED, Set.of());

	boolean canMoveTo(LeaseState next) {
		return MOVES.getOrDefault(this, Set.of()).contains(next);
	}

}
