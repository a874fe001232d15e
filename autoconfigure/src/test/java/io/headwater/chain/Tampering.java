package io.headwater.chain;

import java.util.List;

import io.headwater.ChainEvent;
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

	/**
	 * A step is about to be delivered.
	 */
	default void begins(CheckpointSession session, List<ChainEvent> step) {
		session.begins(step);
	}

	/**
	 * The listener has finished a step.
	 */
	default void finished(CheckpointSession session, List<ChainEvent> step) {
		session.finished(step);
	}

	/**
	 * Return how many threads deliver.
	 */
	default int consumers() {
		return 1;
	}

	/**
	 * Return whether calls to the store go on after one that failed with an
	 * {@link Error}.
	 */
	default boolean survivesErrors() {
		return true;
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
