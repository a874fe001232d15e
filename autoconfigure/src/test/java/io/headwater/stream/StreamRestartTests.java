package io.headwater.stream;

import java.util.List;

import io.headwater.BlockRef;
import io.headwater.ReorgEvent;
import io.headwater.StreamResumedEvent;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.DatabaseKind;
import io.headwater.testing.EachDatabase;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream goes on at its checkpoint after a restart.
 */
@EachDatabase
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class StreamRestartTests {

	@AutoClose
	private final CheckpointedStream fixture;

	private final SimulatedNode node;

	private final Rival rival;

	StreamRestartTests(DatabaseKind database) {
		this.fixture = new CheckpointedStream(database);
		this.node = this.fixture.store.node;
		this.rival = this.fixture.store.rival;
	}

	@Test
	@FailureMode(14)
	void goesOnAfterARestartAndTellsNoHeadTwice(CapturedOutput output) {
		this.fixture.run((events) -> {
			events.awaitHead(0);
			this.fixture.mine(events, 5);
		});
		assertThat(output).containsOnlyOnce("[main] Delivery ended after block 5; the lease was given back");
		BlockRef saved = this.rival.stored().checkpoint().block();
		this.node.mine(5);
		this.fixture.run((events) -> {
			events.awaitHead(10);
			assertThat(events.of(StreamResumedEvent.class)).extracting(StreamResumedEvent::checkpoint)
				.containsExactly(saved);
			assertThat(events.walk().get(0)).isInstanceOf(StreamResumedEvent.class);
			assertThat(events.numbers()).containsExactly(6L, 7L, 8L, 9L, 10L);
		});
	}

	@Test
	@FailureMode(14)
	void tellsExactlyWhatWasReorganisedWhileItWasDown() {
		this.fixture.run((events) -> {
			events.awaitHead(0);
			this.fixture.mine(events, 5);
		});
		List<SimulatedBlock> left = this.node.chain().canonical();
		this.node.chain().reorg(3, 4);
		this.fixture.run((events) -> {
			events.awaitTip(this.node.chain().head().hash());
			assertThat(events.of(StreamResumedEvent.class)).extracting(StreamResumedEvent::checkpoint)
				.containsExactly(CheckpointedStream.ref(left.get(5)));
			assertThat(events.of(ReorgEvent.class)).singleElement().satisfies((reorg) -> {
				assertThat(reorg.commonAncestor()).isEqualTo(CheckpointedStream.ref(left.get(2)));
				assertThat(reorg.reverted()).containsExactly(CheckpointedStream.ref(left.get(5)),
						CheckpointedStream.ref(left.get(4)), CheckpointedStream.ref(left.get(3)));
			});
			assertThat(events.walk().subList(0, 2)).hasExactlyElementsOfTypes(StreamResumedEvent.class,
					ReorgEvent.class);
			assertThat(events.numbers()).containsExactly(3L, 4L, 5L, 6L);
		});
	}

}
