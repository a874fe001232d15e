package io.headwater.websocket;

import java.io.IOException;

import io.headwater.websocket.ConnectionLoss.Kind;

/**
 * A proxy let no connection through. It is an {@link IOException}, since another way may
 * lead to the node.
 */
final class ProxyException extends IOException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	/**
	 * Tell of a proxy.
	 * @param problem what it did, as the end of a sentence made by us
	 */
	ProxyException(String problem) {
		super("the HTTP proxy " + problem);
		this.problem = problem;
	}

	/**
	 * Tell the same to those who wanted the connection. A status of the proxy says
	 * nothing of the node.
	 */
	HandshakeException told() {
		return new HandshakeException(new ConnectionLoss(Kind.UNREACHABLE, "the HTTP proxy " + this.problem));
	}

}
