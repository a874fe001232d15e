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
	 * From an earlier head on, as somebody wanted.
	 */
	REPLAYED,

	/**
	 * After any other reset: what was told before is no longer vouched for.
	 */
	RESET

}
