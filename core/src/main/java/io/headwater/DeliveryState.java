package io.headwater;

import java.util.Map;
import java.util.Set;

/**
 * How the delivery of a stream's events to the listeners stands.
 */
public enum DeliveryState implements StreamState {

	/**
	 * Nothing is delivered.
	 */
	STOPPED,

	/**
	 * Another instance of the application delivers; this one waits to take over.
	 */
	STANDBY,

	/**
	 * The first head, or heads that were missed, are still to come.
	 */
	CATCHING_UP,

	/**
	 * Each head is delivered as it comes.
	 */
	LIVE,

	/**
	 * The queue is full, since listeners are slower than the chain.
	 */
	BACKLOGGED,

	/**
	 * Somebody has paused the delivery, and nothing is delivered until it is resumed.
	 */
	PAUSED,

	/**
	 * Nothing is delivered until somebody has seen why: continuity could not be shown, or
	 * a listener kept failing.
	 */
	HALTED;

	private static final Map<DeliveryState, Set<DeliveryState>> MOVES = Map.of( //
			STOPPED, Set.of(STANDBY, CATCHING_UP), //
			STANDBY, Set.of(CATCHING_UP, PAUSED, HALTED, STOPPED), //
			CATCHING_UP, Set.of(LIVE, BACKLOGGED, PAUSED, HALTED, STANDBY, STOPPED), //
			LIVE, Set.of(CATCHING_UP, BACKLOGGED, PAUSED, HALTED, STANDBY, STOPPED), //
			BACKLOGGED, Set.of(CATCHING_UP, LIVE, PAUSED, HALTED, STANDBY, STOPPED), //
			PAUSED, Set.of(CATCHING_UP, LIVE, BACKLOGGED, HALTED, STANDBY, STOPPED), //
			HALTED, Set.of(CATCHING_UP, LIVE, BACKLOGGED, PAUSED, STANDBY, STOPPED));

	@Override
	public boolean canMoveTo(StreamState next) {
		return next instanceof DeliveryState state && MOVES.getOrDefault(this, Set.of()).contains(state);
	}

}
