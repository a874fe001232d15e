package io.headwater.autoconfigure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.headwater.stream.HeadStream;
import io.headwater.stream.StreamResources;
import io.headwater.stream.StreamSettings;
import io.headwater.transport.HandshakeHeadersProvider;
import io.headwater.transport.NodeEndpoint;

/**
 * Makes the stream of each chain that the properties or the connection details name.
 */
final class StreamsFactory {

	private static final Pattern CHAIN_NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

	private final HeadwaterProperties properties;

	private final NodeConnectionDetails connectionDetails;

	private final List<HandshakeHeadersProvider> headersProviders;

	private final CheckpointSettingsFactory checkpoints;

	private final StepTransactionsFactory transactions;

	private final StreamResources resources;

	StreamsFactory(HeadwaterProperties properties, NodeConnectionDetails connectionDetails,
			List<HandshakeHeadersProvider> headersProviders, CheckpointSettingsFactory checkpoints,
			StepTransactionsFactory transactions, StreamResources resources) {
		this.properties = properties;
		this.connectionDetails = connectionDetails;
		this.headersProviders = headersProviders;
		this.checkpoints = checkpoints;
		this.transactions = transactions;
		this.resources = resources;
	}

	List<HeadStream> create() {
		Map<String, List<NodeConnectionDetails.Node>> nodes = this.connectionDetails.nodes();
		Set<String> chains = new LinkedHashSet<>(this.properties.getChains().keySet());
		chains.addAll(nodes.keySet());
		return chains.stream()
			.filter((chain) -> !hasTwinWithDashes(chain, chains))
			.map((chain) -> create(chain, nodes.getOrDefault(chain, List.of())))
			.toList();
	}

	/**
	 * An environment variable cannot tell the dashes of a name. Where one sets a property
	 * of {@code base-sepolia}, Boot binds the same chain a second time as
	 * {@code basesepolia}.
	 */
	private static boolean hasTwinWithDashes(String chain, Set<String> chains) {
		return chains.stream().anyMatch((other) -> !other.equals(chain) && withoutDashes(other).equals(chain));
	}

	private static String withoutDashes(String chain) {
		return chain.replace("-", "");
	}

	private ChainProperties properties(String chain) {
		Map<String, ChainProperties> chains = this.properties.getChains();
		ChainProperties twin = chains.getOrDefault(withoutDashes(chain), this.properties.getDefaults());
		return chains.getOrDefault(chain, twin);
	}

	private HeadStream create(String chain, List<NodeConnectionDetails.Node> nodes) {
		String property = HeadwaterProperties.PREFIX + ".chains." + chain;
		if (!CHAIN_NAME.matcher(chain).matches()) {
			throw new InvalidHeadwaterPropertyException(property, "has no valid name for a chain",
					"Use lower-case letters, digits and dashes, a letter first, 63 at the most.");
		}
		if (nodes.isEmpty()) {
			throw new InvalidHeadwaterPropertyException(property + ".nodes", "names no node",
					"Write " + property + ".nodes[0].url=ws://..., or declare a NodeConnectionDetails bean that has "
							+ "nodes for this chain.");
		}
		List<NodeEndpoint> endpoints = new NodeEndpoints(chain, this.headersProviders).create(nodes);
		StreamSettings settings = new StreamSettingsFactory(chain, properties(chain)).create(this.checkpoints,
				this.resources.store(), this.transactions);
		return new HeadStream(settings, endpoints, this.resources);
	}

}
