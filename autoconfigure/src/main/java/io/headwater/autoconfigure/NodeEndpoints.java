package io.headwater.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import javax.net.ssl.SSLParameters;

import io.headwater.transport.HandshakeHeadersProvider;
import io.headwater.transport.NodeEndpoint;
import io.headwater.transport.NodeIdentity;
import io.headwater.websocket.HeaderSyntax;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Makes the endpoints of one chain of what its nodes are configured with.
 */
final class NodeEndpoints {

	private static final String AUTHORIZATION = "Authorization";

	private final String chain;

	private final List<HandshakeHeadersProvider> headersProviders;

	NodeEndpoints(String chain, List<HandshakeHeadersProvider> headersProviders) {
		this.chain = chain;
		this.headersProviders = headersProviders;
	}

	List<NodeEndpoint> create(List<NodeConnectionDetails.Node> nodes) {
		List<NodeEndpoint> endpoints = new ArrayList<>();
		for (NodeConnectionDetails.Node node : nodes) {
			endpoints.add(create(endpoints.size(), node));
		}
		return endpoints;
	}

	private NodeEndpoint create(int index, NodeConnectionDetails.Node node) {
		String property = HeadwaterProperties.PREFIX + ".chains." + this.chain + ".nodes[" + index + "]";
		NodeUrl url = NodeUrl.of(property + ".url", node.url());
		Supplier<SslBundle> sslBundle = sslBundle(property, node, url);
		return new NodeEndpoint(url.uri(), headers(property, node, url),
				freshHeaders(new NodeIdentity(this.chain, index, url.toString())),
				(sslBundle != null) ? () -> sslBundle.get().createSslContext() : null,
				(sslBundle != null) ? () -> parameters(sslBundle.get().getOptions()) : null);
	}

	/** A header that is given comes before the user information of the address. */
	private static Map<String, String> headers(String property, NodeConnectionDetails.Node node, NodeUrl url) {
		Map<String, String> headers = new LinkedHashMap<>(node.headers());
		String credentials = url.credentials();
		if (credentials != null && headers.keySet().stream().noneMatch(AUTHORIZATION::equalsIgnoreCase)) {
			headers.put(AUTHORIZATION, credentials);
		}
		headers.forEach((name, value) -> {
			String fault = HeaderSyntax.fault(name, value);
			if (fault != null) {
				throw new InvalidHeadwaterPropertyException(property + ".headers", "has an entry that " + fault,
						"Write '" + property + ".headers.<name>=<value>', in printable ASCII, and no header that "
								+ "belongs to the handshake itself, such as Host or Upgrade.");
			}
		});
		return headers;
	}

	private @Nullable Callable<Map<String, String>> freshHeaders(NodeIdentity node) {
		return this.headersProviders.isEmpty() ? null : () -> {
			Map<String, String> headers = new LinkedHashMap<>();
			for (HandshakeHeadersProvider provider : this.headersProviders) {
				headers.putAll(provider.headers(node));
			}
			return headers;
		};
	}

	/** A context that a bundle makes knows nothing of the bundle's options. */
	private static SSLParameters parameters(SslOptions options) {
		return new SSLParameters(options.getCiphers(), options.getEnabledProtocols());
	}

	private static @Nullable Supplier<SslBundle> sslBundle(String property, NodeConnectionDetails.Node node,
			NodeUrl url) {
		Supplier<SslBundle> sslBundle = node.sslBundle();
		if (sslBundle == null) {
			return null;
		}
		if (!url.isEncrypted()) {
			throw new InvalidHeadwaterPropertyException(property + ".ssl-bundle",
					"is set, but the address of the node is not encrypted",
					"Write an address that begins with wss:// into '" + property + ".url', or remove the bundle.");
		}
		requireThere(property, sslBundle);
		return sslBundle;
	}

	private static void requireThere(String property, Supplier<SslBundle> sslBundle) {
		try {
			Objects.requireNonNull(sslBundle.get(), "No SSL bundle is given");
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidHeadwaterPropertyException(property + ".ssl-bundle",
					"names the SSL bundle '" + ex.getBundleName() + "', which does not exist",
					"Define it under 'spring.ssl.bundle', or name one that is there.");
		}
	}

}
