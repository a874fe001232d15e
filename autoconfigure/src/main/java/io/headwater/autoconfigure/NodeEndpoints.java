package io.headwater.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import javax.net.ssl.SSLParameters;

import io.headwater.support.InvalidSettingException;
import io.headwater.transport.NodeEndpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Makes the endpoints of one chain of what its nodes are configured with.
 */
final class NodeEndpoints {

	private static final Log logger = LogFactory.getLog(NodeEndpoints.class);

	private final String chain;

	NodeEndpoints(String chain) {
		this.chain = chain;
	}

	List<NodeEndpoint> create(List<NodeConnectionDetails.Node> nodes) {
		List<NodeEndpoint> endpoints = new ArrayList<>();
		for (NodeConnectionDetails.Node node : nodes) {
			NodeEndpoint endpoint = create(endpoints.size(), node);
			warnOfTwin(endpoint, endpoints);
			endpoints.add(endpoint);
		}
		return endpoints;
	}

	/** With other headers, it may be another account at the same provider. */
	private void warnOfTwin(NodeEndpoint endpoint, List<NodeEndpoint> before) {
		for (int index = 0; index < before.size(); index++) {
			NodeEndpoint other = before.get(index);
			if (other.uri().equals(endpoint.uri()) && other.headers().equals(endpoint.headers())) {
				logger.warn("[" + this.chain + "] nodes[" + before.size() + "] has the same address as nodes[" + index
						+ "]: it is no fallback for that one");
				return;
			}
		}
	}

	private NodeEndpoint create(int index, NodeConnectionDetails.Node node) {
		String property = HeadwaterProperties.PREFIX + ".chains." + this.chain + ".nodes[" + index + "]";
		NodeEndpoint endpoint = endpoint(property, node);
		Supplier<SslBundle> sslBundle = sslBundle(property, node, endpoint.isEncrypted());
		return new NodeEndpoint(endpoint.uri(), endpoint.headers(), null,
				(sslBundle != null) ? () -> sslBundle.get().createSslContext() : null,
				(sslBundle != null) ? () -> parameters(sslBundle.get().getOptions()) : null);
	}

	private static NodeEndpoint endpoint(String property, NodeConnectionDetails.Node node) {
		try {
			return NodeEndpoint.of(node.url(), node.headers());
		}
		catch (InvalidSettingException ex) {
			throw new InvalidHeadwaterPropertyException(property + "." + ex.setting(), ex.problem(), ex.remedy());
		}
	}

	/** A context that a bundle makes knows nothing of the bundle's options. */
	private static SSLParameters parameters(SslOptions options) {
		return new SSLParameters(options.getCiphers(), options.getEnabledProtocols());
	}

	private static @Nullable Supplier<SslBundle> sslBundle(String property, NodeConnectionDetails.Node node,
			boolean encrypted) {
		Supplier<SslBundle> sslBundle = node.sslBundle();
		if (sslBundle == null) {
			return null;
		}
		if (!encrypted) {
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
