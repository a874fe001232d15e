package io.headwater.stream;

import io.headwater.StreamState;
import io.headwater.chain.AnnouncementFault;
import io.headwater.node.LinkObserver;

/**
 * Hears of what a stream and its link count, on any of its threads; must not wait and
 * must not throw.
 */
public interface StreamObserver extends LinkObserver {

	/** Hears nothing. */
	StreamObserver NONE = new StreamObserver() {
	};

	/** An announced head was dropped, and the node's newest head is read instead. */
	default void announcementRejected(String chain, AnnouncementFault fault) {
	}

	/**
	 * The connection or the delivery moved to another state.
	 * @param from the state before, of the same kind as {@code to}
	 * @param reason why, in words; no secret
	 */
	default void stateChanged(String chain, StreamState from, StreamState to, String reason) {
	}

	/** The node reorganised its chain more often than a chain does by itself. */
	default void reorgStorm(String chain) {
	}

}
