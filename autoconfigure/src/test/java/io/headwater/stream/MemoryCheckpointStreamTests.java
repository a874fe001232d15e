package io.headwater.stream;

import java.time.Duration;
import java.util.List;

import io.headwater.BlockRef;
import io.headwater.ConfirmedHeadEvent;
import io.headwater.Hash;
import io.headwater.RecordedEvents;
import io.headwater.ReorgEvent;
import io.headwater.StreamResumedEvent;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.autoconfigure.HeadwaterCheckpointAutoConfiguration;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream without a database that is stopped and started again in one process.
 */
@Timeout(120)
class MemoryCheckpointStreamTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HeadwaterAutoConfiguration.class, HeadwaterCheckpointAutoConfiguration.class))
		.withBean(RecordedEvents.class)
		.withPropertyValues("headwater.chains.main.confirmations=2",
				"headwater.chains.main.nodes[0].url=" + this.node.url());

	@Test
	void goesOnAfterAStopAndAStartAndTellsExactlyWhatWasReorganisedMeanwhile() {
		this.runner.run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			HeadStreams streams = context.getBean(HeadStreams.class);
			events.awaitHead(0);
			this.node.mine(5);
			awaitCheckpoint(streams.get("main"), 5);
			streams.get("main").stop();
			List<SimulatedBlock> left = this.node.chain().canonical();
			this.node.chain().reorg(1, 2);
			streams.get("main").start();
			events.awaitTip(this.node.chain().head().hash());
			assertThat(events.of(StreamResumedEvent.class)).extracting(StreamResumedEvent::checkpoint)
				.containsExactly(ref(left.get(5)));
			assertThat(events.of(ReorgEvent.class)).singleElement()
				.satisfies((reorg) -> assertThat(reorg.reverted()).containsExactly(ref(left.get(5))));
			assertThat(events.walk())
				.filteredOn((event) -> event instanceof StreamResumedEvent || event instanceof ReorgEvent)
				.hasExactlyElementsOfTypes(StreamResumedEvent.class, ReorgEvent.class);
			assertThat(events.numbers()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 5L, 6L);
			events.await("confirmed", (all) -> all.of(ConfirmedHeadEvent.class).size() == 5);
			assertThat(events.of(ConfirmedHeadEvent.class)).extracting((event) -> event.head().number())
				.containsExactly(0L, 1L, 2L, 3L, 4L);
		});
	}

	private static void awaitCheckpoint(HeadStream stream, long number) {
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> stream.checkpoint() != null && stream.checkpoint().block().number() == number);
	}

	private static BlockRef ref(SimulatedBlock block) {
		return new BlockRef(block.number(), Hash.of(block.hash()));
	}

}
