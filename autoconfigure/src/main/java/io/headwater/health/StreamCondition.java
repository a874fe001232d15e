package io.headwater.health;

import java.util.Locale;

/**
 * How a stream is, in one word.
 */
enum StreamCondition {

	/** Each head is delivered as it comes. */
	DELIVERING(Gravity.NONE),

	/** Heads that were missed are being delivered, or are looked for. */
	RECOVERING(Gravity.NONE),

	/** The node has not come to the block yet at which the stream is to begin. */
	AWAITING_START(Gravity.NONE),

	/** Somebody has paused the delivery. */
	PAUSED(Gravity.NONE),

	/** Another instance of the application delivers. */
	STANDBY(Gravity.NONE),

	/** The stream was not started, or was stopped. */
	STOPPED(Gravity.NONE),

	/** No node can be reached, or connections to it do not last. */
	SOCKET_DOWN(Gravity.TROUBLE),

	/** The node's chain moves, but nothing is announced. */
	SUBSCRIPTION_SILENT(Gravity.TROUBLE),

	/** The node is behind another one, or behind what was delivered already. */
	NODE_BEHIND(Gravity.TROUBLE),

	NODE_SYNCING(Gravity.TROUBLE),

	/** A node is followed, but does not serve the heads that are missing. */
	HEADS_MISSING(Gravity.TROUBLE),

	/** The headers that the node serves do not link to what is below them. */
	HEADERS_UNLINKED(Gravity.TROUBLE),

	/** The checkpoint cannot be read. */
	CHECKPOINT_UNREADABLE(Gravity.TROUBLE),

	/** The listeners are slower than the chain, or one does not return. */
	LISTENER_BEHIND(Gravity.TROUBLE),

	/**
	 * A listener has not returned since before the stream was stopped and started again,
	 * and none is called beside itself.
	 */
	LISTENER_ABANDONED(Gravity.TROUBLE),

	/** The node has another chain. */
	WRONG_CHAIN(Gravity.TROUBLE),

	/** The node refuses the credentials or the path. */
	CREDENTIALS_REFUSED(Gravity.TROUBLE),

	/** The node announces no heads to anybody, as an endpoint for HTTP does. */
	NO_SUBSCRIPTIONS(Gravity.TROUBLE),

	/** A listener kept failing, and delivery has halted. */
	LISTENER_FAILED(Gravity.FATAL),

	/** Delivery has halted: continuity cannot be shown, or the checkpoint is bad. */
	HALTED(Gravity.FATAL);

	private final Gravity gravity;

	StreamCondition(Gravity gravity) {
		this.gravity = gravity;
	}

	/** Return whether something is wrong. */
	public boolean isTrouble() {
		return this.gravity != Gravity.NONE;
	}

	boolean isFatal() {
		return this.gravity == Gravity.FATAL;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private enum Gravity {

		/** Nothing is wrong. */
		NONE,

		/** Something is wrong, which often passes by itself. */
		TROUBLE,

		/** Nothing passes by itself. */
		FATAL

	}

}
