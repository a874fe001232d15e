package io.headwater.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.headwater.NewHeadEvent;
import io.headwater.RecordedEvents;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.FailureMode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long it takes until heads come again, measured and printed.
 */
class RecoveryTests {

	private static final Log logger = LogFactory.getLog(RecoveryTests.class);

	private static final int ROUNDS = 15;

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class))
		.withBean(RecordedEvents.class)
		.withBean(Stopwatch.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=" + this.node.url());

	@Test
	@FailureMode({ 1, 2 })
	void deliversTheFirstMissedHeadRightAfterSubscribing() {
		this.runner.withPropertyValues("headwater.chains.main.reconnect.initial-delay=20ms").run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			Stopwatch stopwatch = context.getBean(Stopwatch.class);
			events.awaitHead(0);
			List<Long> afterSubscribing = new ArrayList<>();
			// With the first one, as many attempts as the budget allows without much of a
			// pause.
			for (int round = 0; round < 6; round++) {
				long first = this.node.chain().head().number() + 1;
				this.node.muteSubscriptions(true);
				this.node.chain().mine(3);
				this.node.muteSubscriptions(false);
				this.node.dropConnections();
				events.awaitHead(first + 2);
				afterSubscribing.add(stopwatch.nanosFromSubscribingTo(first));
			}
			print("first missed head after the subscribe reply", afterSubscribing);
			assertThat(afterSubscribing).allSatisfy((nanos) -> assertThat(nanos).isBetween(0L, 5_000_000_000L));
			assertThat(events.numbers()).doesNotHaveDuplicates().hasSize(19);
		});
	}

	@Test
	@FailureMode(9)
	void recoversFromADeadSubscription() {
		this.runner.withPropertyValues("headwater.chains.main.stale-head.after=200ms").run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			List<Long> durations = new ArrayList<>();
			for (int round = 0; round < ROUNDS; round++) {
				this.node.mine();
				events.awaitHead(this.node.chain().head().number());
				long began = System.nanoTime();
				this.node.muteSubscriptions(true);
				this.node.mine(2);
				this.node.muteSubscriptions(false);
				events.awaitHead(this.node.chain().head().number());
				durations.add(System.nanoTime() - began);
			}
			print("heads again after a subscription died, stale-head.after 200 ms", durations);
			assertThat(this.node.handshakes()).hasSize(1);
			assertThat(this.node.requests()).extracting("method").contains("eth_unsubscribe");
			assertThat(durations).allSatisfy((nanos) -> assertThat(nanos).isLessThan(15_000_000_000L));
		});
	}

	@Test
	@FailureMode(4)
	void recoversFromANodeThatStandsStill() {
		this.runner
			.withPropertyValues("headwater.chains.main.stale-head.after=200ms",
					"headwater.chains.main.request-timeout=300ms")
			.run((context) -> {
				RecordedEvents events = context.getBean(RecordedEvents.class);
				HeadStream stream = context.getBean(HeadStreams.class).get("main");
				events.awaitHead(0);
				this.node.freeze();
				long began = System.nanoTime();
				events.await("the loss",
						(all) -> stream.nodes().get(0).lastEnd() != null && !stream.nodes().get(0).followed());
				logger.info("A node that stands still was noticed after "
						+ Duration.ofNanos(System.nanoTime() - began).toMillis()
						+ " ms (stale-head.after 200 ms, request-timeout 300 ms)");
				this.node.chain().mine(3);
				this.node.unfreeze();
				events.awaitHead(3);
				assertThat(events.numbers()).containsExactly(0L, 1L, 2L, 3L);
			});
	}

	private static void print(String what, List<Long> nanos) {
		List<Long> sorted = new ArrayList<>(nanos);
		Collections.sort(sorted);
		logger.info("Time until the " + what + ": median " + Duration.ofNanos(sorted.get(sorted.size() / 2)).toMillis()
				+ " ms, longest " + Duration.ofNanos(sorted.get(sorted.size() - 1)).toMillis() + " ms of "
				+ sorted.size());
	}

	/**
	 * Notes when a node is subscribed to, and when each head comes.
	 */
	static class Stopwatch implements StreamObserver {

		private final List<Long> heads = Collections.synchronizedList(new ArrayList<>());

		private final List<Long> subscribed = Collections.synchronizedList(new ArrayList<>());

		@Override
		public void connected(String chain) {
			this.subscribed.add(System.nanoTime());
		}

		@EventListener
		void on(NewHeadEvent event) {
			this.heads.add(System.nanoTime());
		}

		long nanosFromSubscribingTo(long number) {
			long head = this.heads.get((int) number);
			return head - this.subscribed.stream().filter((nanos) -> nanos <= head).max(Long::compare).orElseThrow();
		}

	}

}
