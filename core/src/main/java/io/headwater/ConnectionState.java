package io.headwater;

import java.util.Map;
import java.util.Set;

/**
 * How the connection of a stream to its node stands.
 */
public enum ConnectionState implements StreamState {

	/**
	 * There is no connection and none is sought.
	 */
	STOPPED,

	/**
	 * A connection is being opened.
	 */
	CONNECTING,

	/**
	 * The connection is open, the node's chain is checked and its heads are asked for.
	 */
	SUBSCRIBING,

	/**
	 * The node announces its heads.
	 */
	LIVE,

	/**
	 * The connection failed or was lost, and the next attempt is due after a delay.
	 */
	WAITING,

	/**
	 * Every node refuses to serve us, for its chain or our credentials; the next attempt
	 * is due after a long delay.
	 */
	REFUSED;

	private static final Map<ConnectionState, Set<ConnectionState>> MOVES = Map.of( //
			STOPPED, Set.of(CONNECTING), //
			CONNECTING, Set.of(SUBSCRIBING, WAITING, REFUSED, STOPPED), //
			SUBSCRIBING, Set.of(LIVE, WAITING, REFUSED, STOPPED), //
			LIVE, Set.of(WAITING, STOPPED), //
			WAITING, Set.of(CONNECTING, STOPPED), //
			REFUSED, Set.of(CONNECTING, STOPPED));

	@Override
	public boolean canMoveTo(StreamState next) {
		return next instanceof ConnectionState state && MOVES.getOrDefault(this, Set.of()).contains(state);
	}

}
