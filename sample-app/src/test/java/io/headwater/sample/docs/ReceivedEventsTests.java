package io.headwater.sample.docs;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.headwater.ChainEvent;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedNode;
import io.headwater.test.walk.WalkChecker;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(properties = { "headwater.chains.main.start=0", "headwater.chains.main.confirmations=2" },
		webEnvironment = SpringBootTest.WebEnvironment.NONE)
class ReceivedEventsTests {

	@Autowired
	private SimulatedNode node;

	@Autowired
	private ReceivedEvents received;

	@Test
	void areAWalkThroughReorgsAndLostConnections() {
		this.node.awaitSubscriptions(1, Duration.ofSeconds(30));
		this.node.mine(5);
		this.node.reorg(2);
		this.node.dropConnections();
		this.node.chain().reorg(3, 20);
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(hashes(this.received.walk())).isEqualTo(canonical()));
	}

	private static List<String> hashes(WalkChecker walk) {
		return walk.stack().stream().map((block) -> block.hash().toString()).toList();
	}

	private List<String> canonical() {
		return this.node.chain().canonical().stream().map(SimulatedBlock::hash).toList();
	}

	static class ReceivedEvents {

		private final Queue<ChainEvent> events = new ConcurrentLinkedQueue<>();

		@EventListener
		void on(ChainEvent event) {
			this.events.add(event);
		}

		WalkChecker walk() {
			WalkChecker walk = new WalkChecker(2);
			this.events.forEach(walk::accept);
			return walk;
		}

	}

	/**
	 * Stands for your application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ReceivedEvents.class, CanonicalBlocksTests.SimulatedNodeConfiguration.class })
	static class Application {

	}

}
