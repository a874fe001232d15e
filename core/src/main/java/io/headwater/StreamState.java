package io.headwater;

/**
 * A state that a stream can be in. Being connected and delivering are different facts, so
 * there are two kinds.
 */
public sealed interface StreamState permits ConnectionState, DeliveryState {

	/**
	 * Return the name of the state.
	 * @return the constant's name
	 */
	String name();

	/**
	 * Return whether a stream may move from this state to another one.
	 * @param next the other state
	 * @return whether the move is legal, never between the two kinds
	 */
	boolean canMoveTo(StreamState next);

}
