package io.headwater.transport;

import java.util.Map;

/**
 * Provides headers for the handshake that must be made anew for each connection, such as
 * a token that expires. Beans of this type are asked in their order, before each attempt
 * to connect; a later one, and any of them before the configured headers, wins where a
 * name comes twice.
 */
@FunctionalInterface
public interface HandshakeHeadersProvider {

	/**
	 * Return headers for one attempt. Called on a thread of the node's stream that may
	 * wait, within {@code connect-timeout}; it is interrupted when that is over.
	 * @param node the node that is connected to
	 * @return headers by name; they are never logged, and may be empty
	 * @throws Exception if there are none to be had: the attempt fails, and the type of
	 * the exception, not its message, is told
	 */
	Map<String, String> headers(NodeIdentity node) throws Exception;

}
