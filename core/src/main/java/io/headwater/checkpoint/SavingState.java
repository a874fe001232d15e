package io.headwater.checkpoint;

import java.util.Map;
import java.util.Set;

/**
 * How the saving of one checkpoint stands.
 */
enum SavingState {

	/**
	 * Nobody saves.
	 */
	RESTING,

	/**
	 * Somebody saves.
	 */
	SAVING,

	/**
	 * A save has failed; another attempt is due.
	 */
	FAILING,

	/**
	 * Nothing is saved any more.
	 */
	ENDED;

	private static final Map<SavingState, Set<SavingState>> MOVES = Map.of( //
			RESTING, Set.of(SAVING, ENDED), //
			SAVING, Set.of(RESTING, FAILING, ENDED), //
			FAILING, Set.of(SAVING, ENDED), //
			ENDED, Set.of());

	boolean canMoveTo(SavingState next) {
		return MOVES.getOrDefault(this, Set.of()).contains(next);
	}

}
