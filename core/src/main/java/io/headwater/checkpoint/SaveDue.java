package io.headwater.checkpoint;

/**
 * When a save is due.
 */
enum SaveDue {

	/**
	 * Now, by the caller.
	 */
	NOW,

	/**
	 * At a deadline, which the caller sets.
	 */
	AT_DEADLINE,

	/**
	 * Never, or somebody else sees to it.
	 */
	NOT_BY_CALLER

}
