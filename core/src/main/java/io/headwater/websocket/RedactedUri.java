package io.headwater.websocket;

import java.net.URI;

/**
 * What may be told of a node's address: scheme, host and port. Providers put keys into
 * the path, the query and the user information, so those appear nowhere.
 */
public final class RedactedUri {

	private RedactedUri() {
	}

	/** Return scheme, host and, where given, port: what is no secret of an address. */
	public static String of(URI uri) {
		String port = (uri.getPort() != -1) ? ":" + uri.getPort() : "";
		return uri.getScheme() + "://" + uri.getHost() + port;
	}

}
