package io.headwater.sample.docs;

import java.time.Duration;
import java.util.List;

import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(properties = "headwater.chains.main.start=0", webEnvironment = SpringBootTest.WebEnvironment.NONE)
class CanonicalBlocksTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Autowired
	private SimulatedNode node;

	@Autowired
	private CanonicalBlocks blocks;

	@Test
	void forgetsWhatAReorgReverts() {
		this.node.awaitSubscriptions(1, PATIENCE);
		this.node.mine(5);
		awaitTheChain();
		this.node.reorg(2);
		awaitTheChain();
	}

	@Test
	void hasWhatWasMinedWhileTheConnectionWasLost() {
		this.node.awaitSubscriptions(1, PATIENCE);
		this.node.mine(3);
		awaitTheChain();
		this.node.dropConnections();
		this.node.chain().mine(20);
		awaitTheChain();
	}

	private void awaitTheChain() {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.blocks.hashes()).isEqualTo(canonical()));
	}

	private List<String> canonical() {
		return this.node.chain().canonical().stream().map(SimulatedBlock::hash).toList();
	}

	/**
	 * Stands for your application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(CanonicalBlocks.class)
	static class Application {

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class SimulatedNodeConfiguration {

		@Bean
		SimulatedNode node() {
			return SimulatedNode.create(new SimulatedChain(1337)).start();
		}

		@Bean
		DynamicPropertyRegistrar nodeUrl(SimulatedNode node) {
			return (properties) -> properties.add("headwater.chains.main.nodes[0].url", node::url);
		}

	}

}
