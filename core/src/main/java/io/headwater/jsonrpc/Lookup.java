package io.headwater.jsonrpc;

import org.jspecify.annotations.Nullable;

/**
 * Tells the reader of messages how to read a value as soon as it knows whose it is.
 */
interface Lookup {

	/**
	 * Return how to read the result of a call.
	 * @return the reader, or {@code null} if no such call waits
	 */
	@Nullable ResultReader<?> call(long id);

	/**
	 * Return the subscription that has an id of the node.
	 * @return the subscription, or {@code null} if none has it
	 */
	@Nullable Subscription<?> subscription(String id);

}
