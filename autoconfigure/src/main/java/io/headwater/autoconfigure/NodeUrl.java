package io.headwater.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

import io.headwater.websocket.RedactedUri;
import org.jspecify.annotations.Nullable;

/**
 * The address of a node as it was written. What is said of it never repeats it, since
 * there may be a key in it.
 *
 * @param uri the address without its user information
 * @param userInfo the user information, decoded
 */
record NodeUrl(URI uri, @Nullable String userInfo) {

	private static final Set<String> SCHEMES = Set.of("ws", "wss");

	private static final Set<String> USUAL_MISTAKES = Set.of("http", "https", "tcp", "ipc", "file");

	private static final int LARGEST_PORT = 65535;

	private static final String EXAMPLE = "Write the address of the node's WebSocket there, such as "
			+ "ws://localhost:8546 or wss://eth.example/ws.";

	static NodeUrl of(String property, String url) {
		if (url.isBlank()) {
			throw new InvalidHeadwaterPropertyException(property, "is empty", EXAMPLE);
		}
		URI uri = parse(property, url.trim());
		return new NodeUrl(withoutUserInfo(property, uri), uri.getUserInfo());
	}

	boolean isEncrypted() {
		return "wss".equals(this.uri.getScheme());
	}

	/**
	 * Return the user information as HTTP's basic authentication has it (RFC 7617).
	 * @return the value of a header, or {@code null} if there is no user information
	 */
	@Nullable String credentials() {
		return (this.userInfo != null)
				? "Basic " + Base64.getEncoder().encodeToString(this.userInfo.getBytes(StandardCharsets.UTF_8)) : null;
	}

	private static URI parse(String property, String url) {
		URI uri;
		try {
			uri = new URI(url);
		}
		catch (URISyntaxException ex) {
			throw new InvalidHeadwaterPropertyException(property,
					"is no valid URL: " + ex.getReason() + " at position " + ex.getIndex(), EXAMPLE);
		}
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		if (!SCHEMES.contains(scheme)) {
			String given = USUAL_MISTAKES.contains(scheme) ? "the scheme " + scheme : "no scheme ws or wss";
			throw new InvalidHeadwaterPropertyException(property,
					"has " + given + ", but heads are announced over a WebSocket only", EXAMPLE);
		}
		if (uri.getHost() == null) {
			throw new InvalidHeadwaterPropertyException(property,
					"has no valid host name (letters, digits, dashes and dots)", EXAMPLE);
		}
		if (uri.getPort() > LARGEST_PORT) {
			throw new InvalidHeadwaterPropertyException(property,
					"has the port " + uri.getPort() + ", but the largest one is " + LARGEST_PORT, EXAMPLE);
		}
		if (uri.getRawFragment() != null) {
			throw new InvalidHeadwaterPropertyException(property,
					"has a fragment (a part after #), which RFC 6455 forbids for a WebSocket", EXAMPLE);
		}
		return uri;
	}

	/** The client ignores user information, and would log it: it becomes a header. */
	private static URI withoutUserInfo(String property, URI uri) {
		String path = (uri.getRawPath() != null) ? uri.getRawPath() : "";
		String query = (uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "";
		String port = (uri.getPort() != -1) ? ":" + uri.getPort() : "";
		String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
		return parse(property, scheme + "://" + uri.getHost() + port + path + query);
	}

	/** A record would show its components. */
	@Override
	public String toString() {
		return RedactedUri.of(this.uri);
	}

}
