package io.headwater.health;

import java.util.Locale;

/**
 * How a stream is, in one word.
 */
enum StreamCondition {

	/** Each head is delivered as it comes. */
	DELIVERING(false),

	/** Heads that were missed are being delivered, or are looked for. */
	RECOVERING(false),

	/** The node has not come to the block yet at which the stream is to begin. */
	AWAITING_START(false),

	/** Somebody has paused the delivery. */
	PAUSED(false),

	/** Another instance of the application delivers. */
	STANDBY(false),

	/** The stream was not started, or was stopped. */
	STOPPED(false),

	/** No node can be reached, or connections to it do not last. */
	SOCKET_DOWN(true),

	/** The node's chain moves, but nothing is announced. */
	SUBSCRIPTION_SILENT(true),

	/** The node is behind another one, or behind what was delivered already. */
	NODE_BEHIND(true),

	NODE_SYNCING(true),

	/** A node is followed, but does not serve the heads that are missing. */
	HEADS_MISSING(true),

	/** The headers that the node serves do not link to what is below them. */
	HEADERS_UNLINKED(true),

	/** The checkpoint cannot be read. */
	CHECKPOINT_UNREADABLE(true),

	/** The listeners are slower than the chain, or one does not return. */
	LISTENER_BEHIND(true),

	/**
	 * A listener has not returned since before the stream was stopped and started again,
	 * and none is called beside itself.
	 */
	LISTENER_ABANDONED(true),

	/** The node has another chain. */
	WRONG_CHAIN(true),

	/** The node refuses the credentials or the path. */
	CREDENTIALS_REFUSED(true),

	/** The node announces no heads to anybody, as an endpoint for HTTP does. */
	NO_SUBSCRIPTIONS(true),

	/** A listener kept failing, and delivery has halted. */
	LISTENER_FAILED(true),

	/** Delivery has halted: continuity cannot be shown, or the checkpoint is bad. */
	HALTED(true);

	private final boolean isTrouble;

	StreamCondition(boolean isTrouble) {
		this.isTrouble = isTrouble;
	}

	/** Return whether something is wrong. */
	public boolean isTrouble() {
		return this.isTrouble;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
