package io.headwater.node;

import io.headwater.jsonrpc.CallOutcome;
import io.headwater.jsonrpc.FrameRejection;
import org.jspecify.annotations.Nullable;

/**
 * Counts what happens on the link to the nodes of a chain, on any of its threads; must
 * not wait and must not throw.
 */
public interface LinkObserver {

	/** A message of the node was skipped. */
	default void frameRejected(String chain, FrameRejection rejection) {
	}

	/** A call to the node ended. */
	default void called(String chain, String method, CallOutcome outcome) {
	}

	/** A node is followed: it has been connected, checked and subscribed to. */
	default void connected(String chain) {
	}

	/** The followed node announced a head. */
	default void announced(String chain, long number) {
	}

	/**
	 * An attempt failed or a connection ended.
	 * @param detail the same in words, with the node's host; no secret
	 * @param wasFollowed whether the node had been followed, so that a connection is lost
	 */
	default void disconnected(String chain, ConnectionEnd cause, String detail, boolean wasFollowed) {
	}

	/** Another node is followed than before. */
	default void failedOver(String chain) {
	}

	/** The node announced nothing although its chain moved, and is subscribed to anew. */
	default void resubscribed(String chain) {
	}

	/**
	 * Another node than the followed one was asked how far it is.
	 * @param cause why it did not answer, or {@code null} if it did
	 */
	default void probed(String chain, @Nullable ConnectionEnd cause) {
	}

}
