package io.headwater.stream;

import java.time.Duration;
import java.util.List;

import io.headwater.NewHeadEvent;
import io.headwater.RecordedEvents;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stream {@code main} of an application, from the socket of a simulated node to a
 * listener that keeps every event.
 */
final class StreamFixture implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(20);

	final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(RecordedEvents.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=" + this.node.url("/v3/SECRETKEY?key=SECRETKEY"),
				"headwater.defaults.catch-up.max-requests-per-second=0",
				"headwater.defaults.reconnect.initial-delay=50ms");

	void run(ThrowingConsumer<RecordedEvents> test) {
		this.runner.run((context) -> test.accept(context.getBean(RecordedEvents.class)));
	}

	/** A state is told before it is logged. */
	static void awaitOutput(CapturedOutput output, String text) {
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(output).contains(text));
	}

	void awaitTip(RecordedEvents events) {
		events.awaitTip(this.node.chain().head().hash());
	}

	/** Every block of the node from the first delivered one, and nothing else. */
	void assertFollowsTheNode(RecordedEvents events) {
		List<String> expected = this.node.chain()
			.canonical()
			.stream()
			.filter((block) -> block.number() >= events.numbers().get(0))
			.map(SimulatedBlock::hash)
			.toList();
		assertThat(events.heads().stream().map((head) -> head.hash().toString())).containsExactlyElementsOf(expected);
		assertThat(events.walk()).hasOnlyElementsOfType(NewHeadEvent.class);
	}

	@Override
	public void close() {
		this.node.close();
	}

}
