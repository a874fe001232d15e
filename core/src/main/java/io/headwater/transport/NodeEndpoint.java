package io.headwater.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import io.headwater.support.InvalidSettingException;
import io.headwater.websocket.HeaderSyntax;
import io.headwater.websocket.RedactedUri;
import org.jspecify.annotations.Nullable;

/**
 * Where a node listens, and how it is spoken to in the handshake. Its text form shows no
 * secret.
 *
 * @param uri the address, of scheme {@code ws} or {@code wss}
 * @param headers the headers to add to each handshake, by name; not logged, not shown
 * @param freshHeaders provides more headers for each attempt, and may wait for them, or
 * {@code null} if the fixed ones are all
 * @param sslContext makes the TLS context for each attempt, and may wait for it, or
 * {@code null} to use the JDK's
 * @param sslParameters gives the ciphers and protocols that each attempt may agree on
 * (nothing else of it counts), or {@code null} to allow those of the context
 */
public record NodeEndpoint(URI uri, Map<String, String> headers, @Nullable Callable<Map<String, String>> freshHeaders,
		@Nullable Supplier<SSLContext> sslContext, @Nullable Supplier<SSLParameters> sslParameters) {

	private static final String AUTHORIZATION = "Authorization";

	private static final Set<String> SCHEMES = Set.of("ws", "wss");

	private static final Set<String> USUAL_MISTAKES = Set.of("http", "https", "tcp", "ipc", "file");

	private static final int LARGEST_PORT = 65535;

	private static final String EXAMPLE = "Write the address of the node's WebSocket there, such as "
			+ "ws://localhost:8546 or wss://eth.example/ws.";

	public NodeEndpoint {
		headers = Map.copyOf(headers);
	}

	/**
	 * Create an endpoint with fixed headers and the JDK's TLS context.
	 * @param uri the address
	 * @param headers the headers to add to each handshake, by name
	 */
	public NodeEndpoint(URI uri, Map<String, String> headers) {
		this(uri, headers, null, null);
	}

	/**
	 * Create an endpoint that allows the ciphers and protocols of its TLS context.
	 * @param uri the address
	 * @param headers the headers to add to each handshake, by name
	 * @param freshHeaders provides more headers for each attempt, or {@code null}
	 * @param sslContext makes the TLS context for each attempt, or {@code null} to use
	 * the JDK's
	 */
	public NodeEndpoint(URI uri, Map<String, String> headers, @Nullable Callable<Map<String, String>> freshHeaders,
			@Nullable Supplier<SSLContext> sslContext) {
		this(uri, headers, freshHeaders, sslContext, null);
	}

	/**
	 * Read an address as it was written. User information in it becomes the header of
	 * HTTP's basic authentication (RFC 7617), unless {@code headers} has one.
	 * @param url the address, of scheme {@code ws} or {@code wss}
	 * @param headers the headers to add to each handshake, by name
	 * @return the endpoint, with the JDK's TLS context
	 * @throws InvalidSettingException if no node can be reached by it; its text repeats
	 * neither the address nor a header, since there may be a key in it
	 */
	public static NodeEndpoint of(String url, Map<String, String> headers) {
		if (url.isBlank()) {
			throw invalidUrl("is empty");
		}
		URI uri = parse(url.trim());
		Map<String, String> all = new LinkedHashMap<>(headers);
		String userInfo = uri.getUserInfo();
		if (userInfo != null && headers.keySet().stream().noneMatch(AUTHORIZATION::equalsIgnoreCase)) {
			all.put(AUTHORIZATION,
					"Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8)));
		}
		all.forEach((name, value) -> {
			String fault = HeaderSyntax.fault(name, value);
			if (fault != null) {
				throw new InvalidSettingException("headers", "has an entry that " + fault,
						"Write names and values in printable ASCII, and no header that belongs to the handshake itself, "
								+ "such as Host or Upgrade.");
			}
		});
		return new NodeEndpoint(withoutUserInfo(uri), all);
	}

	private static URI parse(String url) {
		URI uri;
		try {
			uri = new URI(url);
		}
		catch (URISyntaxException ex) {
			throw invalidUrl("is no valid URL: " + ex.getReason() + " at position " + ex.getIndex());
		}
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		if (!SCHEMES.contains(scheme)) {
			String given = USUAL_MISTAKES.contains(scheme) ? "the scheme " + scheme : "no scheme ws or wss";
			throw invalidUrl("has " + given + ", but heads are announced over a WebSocket only");
		}
		if (uri.getHost() == null) {
			throw invalidUrl("has no valid host name (letters, digits, dashes and dots)");
		}
		if (uri.getPort() > LARGEST_PORT) {
			throw invalidUrl("has the port " + uri.getPort() + ", but the largest one is " + LARGEST_PORT);
		}
		if (uri.getRawFragment() != null) {
			throw invalidUrl("has a fragment (a part after #), which RFC 6455 forbids for a WebSocket");
		}
		return uri;
	}

	private static InvalidSettingException invalidUrl(String problem) {
		return new InvalidSettingException("url", problem, EXAMPLE);
	}

	/** The client ignores user information, and would log it: it is a header. */
	private static URI withoutUserInfo(URI uri) {
		String path = (uri.getRawPath() != null) ? uri.getRawPath() : "";
		String query = (uri.getRawQuery() != null) ? "?" + uri.getRawQuery() : "";
		String port = (uri.getPort() != -1) ? ":" + uri.getPort() : "";
		String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
		return parse(scheme + "://" + uri.getHost() + port + path + query);
	}

	/**
	 * Return this endpoint with headers that are made anew for each attempt.
	 * @param freshHeaders provides them, and may wait for them
	 * @return the endpoint
	 */
	public NodeEndpoint withFreshHeaders(Callable<Map<String, String>> freshHeaders) {
		return new NodeEndpoint(this.uri, this.headers, freshHeaders, this.sslContext, this.sslParameters);
	}

	/**
	 * Return whether the connection is encrypted.
	 * @return whether the scheme is {@code wss}
	 */
	public boolean isEncrypted() {
		return "wss".equalsIgnoreCase(this.uri.getScheme());
	}

	@Override
	public String toString() {
		return RedactedUri.of(this.uri);
	}

}
