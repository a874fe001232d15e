package io.headwater.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.headwater.transport.NodeEndpoint;

/**
 * Reads the address of a node. It never repeats the address, in which there may be a key.
 */
final class NodeEndpoints {

	private static final Set<String> SCHEMES = Set.of("ws", "wss");

	private static final Set<String> USUAL_MISTAKES = Set.of("http", "https", "tcp", "ipc", "file");

	private static final int LARGEST_PORT = 65535;

	private static final String EXAMPLE = "Write the address of the node's WebSocket there, such as "
			+ "ws://localhost:8546 or wss://eth.example/ws.";

	private NodeEndpoints() {
	}

	static NodeEndpoint of(String property, NodeConnectionDetails.Node node) {
		if (node.url().isBlank()) {
			throw new InvalidHeadwaterPropertyException(property, "is empty", EXAMPLE);
		}
		URI uri = parse(property, node.url().trim());
		Map<String, String> headers = new LinkedHashMap<>(node.headers());
		String userInfo = uri.getUserInfo();
		if (userInfo != null && headers.keySet().stream().noneMatch("Authorization"::equalsIgnoreCase)) {
			headers.put("Authorization",
					"Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8)));
		}
		return new NodeEndpoint(withoutUserInfo(property, uri), headers);
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

}
