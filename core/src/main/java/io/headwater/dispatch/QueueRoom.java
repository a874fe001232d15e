package io.headwater.dispatch;

/**
 * How the room of a queue is: anything but free lasts until half of it is free again.
 */
enum QueueRoom {

	FREE, TAKEN,

	/** Somebody has waited for it in vain: listeners are slow. */
	MISSED,

	/** A step was refused, so somebody wants to know when there is room. */
	REFUSED

}
