package io.headwater.chain;

/**
 * How the walk stands to the node's chain.
 */
public enum Pace {

	/** Heads are missing that the node has, or it is not known whether any are. */
	CATCHING_UP("heads are missing, or may be"),

	/** The walk is at the newest head. */
	LIVE("at the newest head"),

	/** There is no room in the queue. */
	BACKLOGGED("the queue is full"),

	/** The walk goes no further until somebody acknowledges why. */
	HALTED("halted until acknowledged");

	private final String reason;

	Pace(String reason) {
		this.reason = reason;
	}

	String reason() {
		return this.reason;
	}

}
