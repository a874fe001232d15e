package io.headwater.sample.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.headwater.autoconfigure.HeadwaterProperties;
import io.headwater.autoconfigure.NodeConnectionDetails;
import io.headwater.autoconfigure.NodeConnectionDetails.Node;
import io.headwater.autoconfigure.NodeProperties;
import io.headwater.test.ChaosNode;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * A chain to follow where there is none: a simulated node, inside the application.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OnNoNodeCondition.class)
@EnableConfigurationProperties(SimulationProperties.class)
class SimulatedChainConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(SimulatedChainConfiguration.class);

	private static final String CHAIN = "main";

	private static final long CHAIN_ID = 1337;

	@Bean(destroyMethod = "close")
	ChaosNode chaosNode() {
		ChaosNode node = ChaosNode.serving(new SimulatedChain(CHAIN_ID));
		logger.info("Following a simulated chain at {}. To follow a real node, give its address: "
				+ "--headwater.chains.main.nodes[0].url=ws://localhost:8545", node.url());
		return node;
	}

	@Bean(destroyMethod = "")
	SimulatedNode simulatedNode(ChaosNode node) {
		return node.node();
	}

	@Bean
	NodeConnectionDetails simulatedNodeConnectionDetails(HeadwaterProperties properties, SimulatedNode node) {
		return () -> {
			Map<String, List<Node>> nodes = new LinkedHashMap<>();
			// This bean takes the place of the node properties, so it tells of them too.
			properties.chains()
				.forEach((chain, given) -> nodes.put(chain,
						given.nodes().stream().map(SimulatedChainConfiguration::configured).toList()));
			nodes.put(CHAIN, List.of(new Node(node.url().toString())));
			return nodes;
		};
	}

	@Bean
	Miner miner(SimulatedNode node) {
		return new Miner(node);
	}

	@Bean
	SimulatedTruth simulatedTruth(SimulatedNode node) {
		return new SimulatedTruth(CHAIN, node.chain());
	}

	@Bean
	SlowListener slowListener(SimulationProperties properties) {
		return new SlowListener(properties.slowness());
	}

	private static Node configured(NodeProperties node) {
		// An empty address is refused at start, with the name of the property.
		return new Node(Objects.requireNonNullElse(node.url(), ""), node.headers());
	}

}
