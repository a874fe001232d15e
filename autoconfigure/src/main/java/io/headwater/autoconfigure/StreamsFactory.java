package io.headwater.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.headwater.stream.HeadStream;
import io.headwater.stream.StreamResources;
import io.headwater.transport.NodeEndpoint;

/**
 * Makes the stream of each chain that the properties or the connection details name.
 */
final class StreamsFactory {

	private static final Pattern CHAIN_NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

	private final HeadwaterProperties properties;

	private final NodeConnectionDetails connectionDetails;

	private final StreamResources resources;

	StreamsFactory(HeadwaterProperties properties, NodeConnectionDetails connectionDetails, StreamResources resources) {
		this.properties = properties;
		this.connectionDetails = connectionDetails;
		this.resources = resources;
	}

	List<HeadStream> create() {
		Map<String, List<NodeConnectionDetails.Node>> nodes = this.connectionDetails.nodes();
		Set<String> chains = new LinkedHashSet<>(this.properties.getChains().keySet());
		chains.addAll(nodes.keySet());
		return chains.stream().map((chain) -> create(chain, nodes.getOrDefault(chain, List.of()))).toList();
	}

	private HeadStream create(String chain, List<NodeConnectionDetails.Node> nodes) {
		String property = HeadwaterProperties.PREFIX + ".chains." + chain;
		if (!CHAIN_NAME.matcher(chain).matches()) {
			throw new InvalidHeadwaterPropertyException(property,
					"names a chain in a way that metrics and threads cannot carry",
					"Use lower-case letters, digits and dashes, a letter first, 63 at the most.");
		}
		if (nodes.isEmpty()) {
			throw new InvalidHeadwaterPropertyException(property + ".nodes", "names no node",
					"Write " + property + ".nodes[0].url=ws://..., or declare a NodeConnectionDetails bean that has "
							+ "nodes for this chain.");
		}
		ChainProperties chainProperties = this.properties.getChains()
			.getOrDefault(chain, this.properties.getDefaults());
		List<NodeEndpoint> endpoints = new ArrayList<>();
		for (NodeConnectionDetails.Node node : nodes) {
			endpoints.add(NodeEndpoints.of(property + ".nodes[" + endpoints.size() + "].url", node));
		}
		return new HeadStream(new StreamSettingsFactory(chain, chainProperties).create(), endpoints, this.resources);
	}

}
