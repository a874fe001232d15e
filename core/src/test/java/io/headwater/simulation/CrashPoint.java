package io.headwater.simulation;

/**
 * Where an application is when it crashes.
 */
enum CrashPoint {

	/** Wherever it happens to be. */
	ANYWHERE,

	/** A step has just entered the queue. */
	STEP_ENTERED,

	/** The listener has just finished an event, perhaps one of several of its step. */
	EVENT_FINISHED,

	/** The listener has finished a step that is not saved. */
	STEP_FINISHED,

	/** The store has just saved a checkpoint, and has not said so. */
	SAVED

}
