package io.headwater.sample;

import java.util.List;
import java.util.Map;

import io.headwater.autoconfigure.NodeConnectionDetails;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * A chain to follow where there is none: a simulated node, inside the application.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OnNoNodeCondition.class)
@EnableScheduling
class SimulatedChainConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(SimulatedChainConfiguration.class);

	private static final long CHAIN_ID = 1337;

	@Bean(destroyMethod = "close")
	SimulatedNode simulatedNode() {
		SimulatedNode node = SimulatedNode.create(new SimulatedChain(CHAIN_ID)).start();
		logger.info("Following a simulated chain at {}. To follow a real node, give its address: "
				+ "--headwater.chains.main.nodes[0].url=ws://localhost:8545", node.url());
		return node;
	}

	@Bean
	NodeConnectionDetails simulatedNodeConnectionDetails(SimulatedNode node) {
		return () -> Map.of("main", List.of(new NodeConnectionDetails.Node(node.url().toString())));
	}

	@Bean
	Miner miner(SimulatedNode node) {
		return new Miner(node);
	}

}
