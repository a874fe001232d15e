package io.headwater.chain;

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

}
