package io.headwater.stream;

import java.time.Duration;
import java.util.stream.LongStream;

import io.headwater.DeliveryState;
import io.headwater.NewHeadEvent;
import io.headwater.RecordedEvents;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.autoconfigure.HeadwaterMetricsAutoConfiguration;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.FailureMode;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A listener of one chain that does not return while its node announces a thousand heads.
 * {@code -Dheadwater.stuck.seconds=30} lets it be stuck that much longer.
 */
@Timeout(300)
@ExtendWith(OutputCaptureExtension.class)
class StuckListenerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Duration STUCK = Duration.ofSeconds(Long.getLong("headwater.stuck.seconds", 0));

	private static final int CAPACITY = 16;

	private static final int HEADS = 1000;

	private static final long MEGABYTE = 1024 * 1024;

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	@AutoClose
	private final SimulatedNode other = SimulatedNode.create(new SimulatedChain(10)).start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class,
				HeadwaterMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
		.withBean(PingingClientFactory.class)
		.withBean("stuck", StuckListener.class)
		.withBean(RecordedEvents.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=" + this.node.url(),
				"headwater.chains.other.nodes[0].url=" + this.other.url(),
				"headwater.defaults.queue-capacity=" + CAPACITY, "headwater.defaults.slow-listener-after=1ms",
				"headwater.defaults.catch-up.max-requests-per-second=0");

	@Test
	@FailureMode(10)
	void losesNothingDelaysNoOtherChainAndShowsInTheGauges(CapturedOutput output) {
		this.runner.run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			StuckListener stuck = context.getBean(StuckListener.class);
			HeadStream stream = context.getBean(HeadStreams.class).get("main");
			Gauges gauges = new Gauges(context.getBean(MeterRegistry.class));
			stuck.awaitEntered();
			long heapBefore = FollowingListener.heapAfterGc();

			this.node.mine(HEADS);
			Awaitility.await().atMost(PATIENCE).until(() -> stream.deliveryState() == DeliveryState.BACKLOGGED);
			assertThat(gauges.value("headwater.queue.depth")).isEqualTo(CAPACITY);
			assertThat(gauges.value("headwater.queue.capacity")).isEqualTo(CAPACITY);
			assertThat(gauges.registry.get("headwater.queue.full").tags("chain", "main").functionCounter().count())
				.isEqualTo(1);
			assertThat(gauges.value("headwater.queue.age")).isPositive();
			double lag = gauges.value("headwater.listener.lag");
			assertThat(gauges.value("headwater.listener.latency.last")).isPositive();

			this.other.mine(200);
			events.await("the heads of the other chain", (all) -> all.numbers("other").contains(200L));
			assertThat(events.numbers("other")).isEqualTo(LongStream.rangeClosed(0, 200).boxed().toList());
			awaitPongs(context.getBean(PingingClientFactory.class));
			assertThat(events.numbers("main")).isEmpty();
			assertThat(gauges.value("headwater.listener.lag")).isGreaterThan(lag);
			assertThat(output).contains("[main] Listener stuck.on(NewHeadEvent) has been running for ");
			assertThat(FollowingListener.heapAfterGc() - heapBefore).isLessThan(16 * MEGABYTE);

			stuck.open();
			events.await("the heads of the chain", (all) -> all.numbers("main").contains((long) HEADS));
			assertThat(events.numbers("main")).isEqualTo(LongStream.rangeClosed(0, HEADS).boxed().toList());
			assertThat(this.node.handshakes()).hasSize(1);
			Awaitility.await().atMost(PATIENCE).until(() -> stream.deliveryState() == DeliveryState.LIVE);
			assertThat(gauges.value("headwater.queue.depth")).isZero();
			assertThat(output).contains("[main] Listener stuck.on(NewHeadEvent) took ");
		});
	}

	/** One at least, and one a second as long as the listener is to be stuck. */
	private void awaitPongs(PingingClientFactory clients) throws Exception {
		long end = System.nanoTime() + STUCK.toNanos();
		do {
			int pongs = clients.pongs();
			clients.ping(this.node.url());
			Awaitility.await().atMost(PATIENCE).until(() -> clients.pongs() > pongs);
			if (!STUCK.isZero()) {
				Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
			}
		}
		while (System.nanoTime() < end);
	}

	private record Gauges(MeterRegistry registry) {

		double value(String name) {
			return this.registry.get(name).tags("chain", "main").gauge().value();
		}

	}

	/**
	 * Comes first, so that no other listener sees its chain's events while it is stuck.
	 */
	static class StuckListener extends GatedListener {

		@Override
		@EventListener(condition = "#event.chain == 'main'")
		@Order(1)
		void on(NewHeadEvent event) throws InterruptedException {
			super.on(event);
		}

	}

}
