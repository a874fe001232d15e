package io.headwater.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of one node. Its text form shows no secret.
 *
 * @param url address of the node's WebSocket, of scheme ws or wss. Bound as text, since
 * Boot prints the value of a URI that does not bind, and there may be a key in it.
 * @param headers headers to add to the handshake, such as 'Authorization'.
 * @param sslBundle name of the SSL bundle to trust and, where it has keys, to show the
 * node. Without one, the JDK's authorities are trusted.
 */
public record NodeProperties(@Nullable String url, @DefaultValue Map<String, String> headers,
		@Nullable String sslBundle) {

	@Override
	public String toString() {
		return "NodeProperties[url " + ((this.url != null) ? "******" : "missing") + ", headers "
				+ this.headers.keySet() + ", sslBundle " + this.sslBundle + "]";
	}

}
