package io.headwater.jsonrpc;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Reads the value of a {@code result} from the stream of tokens, without a tree between.
 *
 * @param <T> what the value becomes
 */
@FunctionalInterface
public interface ResultReader<T> {

	/**
	 * Read one value.
	 * @param parser stands at the value's first token, and is left at its last one
	 * @return what was read, or {@code null} for a JSON {@code null}
	 * @throws MalformedResultException if the value is not what the method answers with
	 */
	@Nullable T read(JsonParser parser) throws MalformedResultException;

}
