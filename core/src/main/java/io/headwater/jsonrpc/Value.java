package io.headwater.jsonrpc;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * A value that was read, or what was wrong with it.
 *
 * @param content the value, or {@code null} for a JSON {@code null}
 * @param fault what was wrong, or {@code null}
 */
record Value(@Nullable Object content, @Nullable MalformedResultException fault) {

	/**
	 * Read the value at which a parser stands and leave the parser at its end, also where
	 * the value is not as it should be.
	 */
	static Value read(JsonParser parser, ResultReader<?> reader) {
		int depth = parser.streamReadContext().getNestingDepth();
		if (parser.currentToken().isStructStart()) {
			depth--;
		}
		try {
			return new Value(reader.read(parser), null);
		}
		catch (MalformedResultException ex) {
			while (parser.streamReadContext().getNestingDepth() > depth) {
				parser.nextToken();
			}
			return new Value(null, ex);
		}
	}

}
