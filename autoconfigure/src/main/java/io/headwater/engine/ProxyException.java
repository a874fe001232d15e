package io.headwater.engine;

import java.io.IOException;

/**
 * A proxy let no connection through to the node. The message is made by us and contains
 * no address.
 */
final class ProxyException extends IOException {

	private static final long serialVersionUID = 1L;

	ProxyException(String message) {
		super(message);
	}

}
