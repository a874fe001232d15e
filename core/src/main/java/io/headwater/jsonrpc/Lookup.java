package io.headwater.jsonrpc;

import org.jspecify.annotations.Nullable;

/**
 * Tells the reader of messages how to read a value as soon as it knows whose it is.
 */
interface Lookup {

	/** Return the reader of a call's result, {@code null} if no such call waits. */
	@Nullable ResultReader<?> call(long id);

	/** Return the subscription of that id, {@code null} if there is none. */
	@Nullable Subscription<?> subscription(String id);

}
