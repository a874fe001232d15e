package io.headwater.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Configuration properties of one node. Its text form shows no secret.
 */
public class NodeProperties {

	/**
	 * Address of the node's WebSocket, of scheme ws or wss. Bound as text, since Boot
	 * prints the value of a URI that does not bind, and there may be a key in it.
	 */
	private @Nullable String url;

	/**
	 * Headers to add to the handshake, such as 'Authorization'.
	 */
	private final Map<String, String> headers = new LinkedHashMap<>();

	/**
	 * Name of the SSL bundle to trust and, where it has keys, to show the node. Without
	 * one, the JDK's authorities are trusted.
	 */
	private @Nullable String sslBundle;

	public @Nullable String getUrl() {
		return this.url;
	}

	public void setUrl(@Nullable String url) {
		this.url = url;
	}

	public Map<String, String> getHeaders() {
		return this.headers;
	}

	public @Nullable String getSslBundle() {
		return this.sslBundle;
	}

	public void setSslBundle(@Nullable String sslBundle) {
		this.sslBundle = sslBundle;
	}

	@Override
	public String toString() {
		return "NodeProperties[url " + ((this.url != null) ? "******" : "missing") + ", headers "
				+ this.headers.keySet() + ", sslBundle " + this.sslBundle + "]";
	}

}
