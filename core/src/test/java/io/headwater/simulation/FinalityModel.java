package io.headwater.simulation;

/**
 * What a node's word that a block is final is worth.
 */
enum FinalityModel {

	/** Nodes do not know the tags. */
	UNKNOWN,

	/** What is final stays. */
	KEPT,

	/** Reorgs go deeper than what is final. */
	BROKEN,

	/**
	 * The newest block is final, and is reverted all the same, as on development nodes.
	 */
	NEWEST

}
