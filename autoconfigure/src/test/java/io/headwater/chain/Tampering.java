package io.headwater.chain;

import io.headwater.checkpoint.CheckpointSession;

/**
 * A deliberate fault between the tracker and what it lives in, to show that it is caught.
 * By itself it changes nothing.
 */
interface Tampering {

	Tampering NONE = new Tampering() {
	};

	default boolean enter(WalkStep step, SimulatedWalk walk) {
		return walk.enter(step);
	}

	default void room(HeadTracker tracker) {
		tracker.room();
	}

	/**
	 * A step has entered the queue, and is not delivered yet.
	 */
	default void entered(WalkStep step, CheckpointSession session) {
	}

	default Resumption resume(Resumption resumption) {
		return resumption;
	}

	/**
	 * Return whether an application that has crashed or stopped delivers no more.
	 */
	default boolean ends() {
		return true;
	}

}
