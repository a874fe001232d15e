package io.headwater.simulation;

/**
 * What is wrong with a world, beside what goes wrong in every one.
 */
enum Hardship {

	NONE,

	/** Nodes announce other hashes than they serve. */
	LIES,

	/** Nodes forget old blocks. */
	PRUNING,

	/** The chain begins anew, with another genesis block. */
	RESTARTS,

	/** For a while, headers do not link to each other. */
	BROKEN_LINKS,

	/** One of two nodes never serves the headers that are missing. */
	UNSERVED

}
