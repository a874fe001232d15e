package io.headwater.test;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The HTTP request with which a client opened a WebSocket connection.
 *
 * @param connection which connection of the node this is, counted from 0 over its life
 * @param target the path and query as the client wrote them
 * @param headers the headers under names of any case, unmodifiable; the values of a
 * repeated header are joined by a comma
 */
public record ReceivedHandshake(int connection, String target, Map<String, String> headers) {

	/**
	 * Create a handshake.
	 * @param connection which connection of the node this is, counted from 0
	 * @param target the path and query
	 * @param headers the headers, copied
	 */
	public ReceivedHandshake {
		Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		copy.putAll(headers);
		headers = Collections.unmodifiableMap(copy);
	}

}
