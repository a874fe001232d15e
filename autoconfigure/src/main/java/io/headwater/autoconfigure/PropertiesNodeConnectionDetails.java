package io.headwater.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The nodes as the properties name them.
 */
final class PropertiesNodeConnectionDetails implements NodeConnectionDetails {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

	/** Somebody may have written the key itself in place of a name: no digits. */
	private static final Pattern PLAIN_NAME = Pattern.compile("[A-Z]+(_[A-Z]+)*|[a-z-]+(\\.[a-z-]+)+");

	private final HeadwaterProperties properties;

	private final ObjectProvider<SslBundles> sslBundles;

	PropertiesNodeConnectionDetails(HeadwaterProperties properties, ObjectProvider<SslBundles> sslBundles) {
		this.properties = properties;
		this.sslBundles = sslBundles;
	}

	@Override
	public Map<String, List<Node>> nodes() {
		Map<String, List<Node>> nodes = new LinkedHashMap<>();
		this.properties.chains().forEach((chain, chainProperties) -> {
			List<Node> ofChain = new ArrayList<>();
			for (NodeProperties node : chainProperties.nodes()) {
				refusePlaceholders(HeadwaterProperties.PREFIX + ".chains." + chain + ".nodes[" + ofChain.size() + "]",
						node);
				ofChain.add(node(node));
			}
			nodes.put(chain, ofChain);
		});
		return nodes;
	}

	private static void refusePlaceholders(String property, NodeProperties node) {
		refusePlaceholder(property + ".url", node.url());
		node.headers().values().forEach((value) -> refusePlaceholder(property + ".headers", value));
	}

	/** Boot leaves a placeholder as it stands if there is nothing to put in its place. */
	private static void refusePlaceholder(String property, @Nullable String value) {
		Matcher placeholder = PLACEHOLDER.matcher((value != null) ? value : "");
		if (placeholder.find()) {
			String name = placeholder.group(1);
			throw new InvalidHeadwaterPropertyException(property,
					"contains " + (PLAIN_NAME.matcher(name).matches() ? "the placeholder ${" + name + "}"
							: "a placeholder ${...}") + ", which is not set",
					"Set it as a variable of the environment, as a system property or beside the other properties.");
		}
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
