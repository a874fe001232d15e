package io.headwater.test;

import org.jspecify.annotations.Nullable;

/**
 * Answers a JSON-RPC method in place of a {@link SimulatedNode}.
 */
@FunctionalInterface
public interface Responder {

	/**
	 * Answer one call. Called on the thread that reads the client's connection, which
	 * reads nothing else meanwhile; several connections call at the same time. Whatever
	 * is thrown becomes the JSON-RPC error {@code -32603}.
	 * @param params the parameters as JSON text; {@code []} if there were none
	 * @return the {@code result} member as JSON text, which is sent as it is;
	 * {@code null} means JSON's {@code null}
	 */
	@Nullable String respond(String params);

}
