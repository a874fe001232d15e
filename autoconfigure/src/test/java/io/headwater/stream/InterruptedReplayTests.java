package io.headwater.stream;

import java.time.Duration;
import java.util.List;

import io.headwater.ChainResetEvent;
import io.headwater.DeliveryState;
import io.headwater.RecordedEvents;
import io.headwater.StreamResumedEvent;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A replay that was told, and ended before its first head was delivered: listeners may
 * have voided what they had.
 */
@Timeout(120)
class InterruptedReplayTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(RecordedEvents.class)
		.withBean(FailsOnResets.class)
		.withPropertyValues("headwater.chains.main.retry.max-retries=0",
				"headwater.chains.main.nodes[0].url=" + this.node.url());

	@Test
	void beginsAnewBelowTheFirstHeadOfTheReplay() {
		this.runner.run((context) -> {
			HeadStreams streams = context.getBean(HeadStreams.class);
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			this.node.mine(5);
			events.awaitHead(5);
			streams.get("main").replay(3);
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> streams.get("main").deliveryState() == DeliveryState.HALTED);
			assertThat(events.of(ChainResetEvent.class)).hasSize(1);
			streams.get("main").stop();
			streams.get("main").start();
			events.await("the heads of the replay",
					(all) -> all.numbers().equals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 3L, 4L, 5L)));
			assertThat(events.of(StreamResumedEvent.class)).singleElement()
				.satisfies((resumed) -> assertThat(resumed.checkpoint().number()).isEqualTo(2));
		});
	}

	static class FailsOnResets {

		@EventListener
		@Order(1)
		void on(ChainResetEvent event) {
			throw new IllegalStateException("expected by a test");
		}

	}

}
