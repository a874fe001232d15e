package io.headwater.transport;

import java.net.URI;
import java.util.Map;

/**
 * Where a node listens, and what it is to be told in the handshake. Its text form shows
 * no secret.
 *
 * @param uri the address, of scheme {@code ws} or {@code wss}
 * @param headers the headers to add to the handshake, by name; not logged, not shown
 */
public record NodeEndpoint(URI uri, Map<String, String> headers) {

	public NodeEndpoint {
		headers = Map.copyOf(headers);
	}

	@Override
	public String toString() {
		return RedactedUri.of(this.uri);
	}

}
