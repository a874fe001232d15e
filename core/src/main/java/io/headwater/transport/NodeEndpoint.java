package io.headwater.transport;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

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

	@Override
	public String toString() {
		return RedactedUri.of(this.uri);
	}

}
