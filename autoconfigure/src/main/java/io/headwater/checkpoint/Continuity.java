package io.headwater.checkpoint;

/**
 * How the next head follows what was delivered.
 */
enum Continuity {

	/**
	 * On the head before it, or on a reorg's ancestor.
	 */
	LINKED,

	/**
	 * Above a range that was skipped.
	 */
	SKIPPED,

	/**
	 * After a reset: what was told before is no longer vouched for.
	 */
	RESET

}
