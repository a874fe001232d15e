package io.headwater.jsonrpc;

import io.headwater.transport.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What one object in a message of a node turned out to be.
 */
sealed interface Incoming {

	/**
	 * The answer to a call that waits for it.
	 *
	 * @param id the call's id
	 * @param result the result, or {@code null} for none
	 * @param failure what the node or the reader had against it
	 */
	record Reply(long id, @Nullable Object result, @Nullable JsonRpcException failure) implements Incoming {

	}

	/** What a known subscription announced. */
	record Notification(Subscription<?> subscription, Object value) implements Incoming {

	}

	/** What a known subscription announced, and could not be read. */
	record Unreadable(Subscription<?> subscription, String fault) implements Incoming {

	}

	/**
	 * What a subscription announced that is not known, or not known yet.
	 *
	 * @param subscriptionId the node's id
	 * @param value the text of what was announced, in the buffer of the message
	 */
	record Unbound(String subscriptionId, Payload value) implements Incoming {

	}

	/** Something to skip. */
	record Rejected(FrameRejection reason) implements Incoming {

	}

}
