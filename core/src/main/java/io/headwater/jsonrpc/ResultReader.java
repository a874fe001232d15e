package io.headwater.jsonrpc;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Reads the value of a {@code result} from the stream of tokens, without a tree between.
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

	/**
	 * Read one value from its bytes if it has the form in which it usually comes. Another
	 * form is no error: it is left to {@link #read(JsonParser)}, and whatever this
	 * returns is what that would return.
	 * @param buffer holds the bytes, and others around them
	 * @return what was read, or {@code null} if it has another form
	 */
	default @Nullable T readUsual(byte[] buffer, int from, int to) {
		return null;
	}

}
