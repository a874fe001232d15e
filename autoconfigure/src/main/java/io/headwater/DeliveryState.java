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
	 * Nothing is delivered until somebody acknowledges why.
	 */
	HALTED;

	private static final Map<DeliveryState, Set<DeliveryState>> MOVES = Map.of( //
			STOPPED, Set.of(CATCHING_UP), //
			CATCHING_UP, Set.of(LIVE, BACKLOGGED, HALTED, STOPPED), //
			LIVE, Set.of(CATCHING_UP, BACKLOGGED, HALTED, STOPPED), //
			BACKLOGGED, Set.of(CATCHING_UP, LIVE, HALTED, STOPPED), //
			HALTED, Set.of(CATCHING_UP, LIVE, BACKLOGGED, STOPPED));

	@Override
	public boolean canMoveTo(StreamState next) {
		return next instanceof DeliveryState state && MOVES.getOrDefault(this, Set.of()).contains(state);
	}

}
