package io.headwater.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The nodes as the properties name them.
 */
final class PropertiesNodeConnectionDetails implements NodeConnectionDetails {

	private final HeadwaterProperties properties;

	private final ObjectProvider<SslBundles> sslBundles;

	PropertiesNodeConnectionDetails(HeadwaterProperties properties, ObjectProvider<SslBundles> sslBundles) {
		this.properties = properties;
		this.sslBundles = sslBundles;
	}

	@Override
	public Map<String, List<Node>> nodes() {
		Map<String, List<Node>> nodes = new LinkedHashMap<>();
		this.properties.chains()
			.forEach((chain, chainProperties) -> nodes.put(chain,
					chainProperties.nodes().stream().map(this::node).toList()));
		return nodes;
	}

	private Node node(NodeProperties properties) {
		String url = properties.url();
		String sslBundle = properties.sslBundle();
		return new Node((url != null) ? url : "", properties.headers(),
				(sslBundle != null) ? () -> sslBundle(sslBundle) : null);
	}

	private SslBundle sslBundle(String name) {
		SslBundles bundles = this.sslBundles.getIfAvailable();
		if (bundles == null) {
			throw new NoSuchSslBundleException(name, "There are no SSL bundles in this application");
		}
		return bundles.getBundle(name);
	}

}
