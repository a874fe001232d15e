package io.headwater.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The nodes as the properties name them.
 */
final class PropertiesNodeConnectionDetails implements NodeConnectionDetails {

	private final HeadwaterProperties properties;

	PropertiesNodeConnectionDetails(HeadwaterProperties properties) {
		this.properties = properties;
	}

	@Override
	public Map<String, List<Node>> nodes() {
		Map<String, List<Node>> nodes = new LinkedHashMap<>();
		this.properties.getChains()
			.forEach((chain, chainProperties) -> nodes.put(chain,
					chainProperties.getNodes().stream().map(PropertiesNodeConnectionDetails::node).toList()));
		return nodes;
	}

	private static Node node(NodeProperties properties) {
		String url = properties.getUrl();
		return new Node((url != null) ? url : "", properties.getHeaders());
	}

}
