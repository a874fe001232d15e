package io.headwater.observability;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import io.headwater.RecordedEvents;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.autoconfigure.HeadwaterMetricsAutoConfiguration;
import io.headwater.autoconfigure.HeadwaterObservationAutoConfiguration;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Prometheus is told by an application that follows a simulated node.
 */
@Timeout(120)
class MeteredApplicationTests {

	@AutoClose
	private final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HeadwaterAutoConfiguration.class,
				HeadwaterMetricsAutoConfiguration.class, HeadwaterObservationAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				PrometheusMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class))
		.withBean("wallet", RecordedEvents.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=" + this.node.url(),
				"headwater.chains.main.finality.interval=1ms");

	@Test
	void registersOnlyWhatIsDocumented() {
		follow(this.runner, (registry) -> {
			awaitScrape(registry, "headwater_head_number{chain=\"main\"} 80.0", "headwater_connection_attempts_total");
			assertThat(registry.getMeters()).extracting(Meter::getId)
				.filteredOn((id) -> id.getName().startsWith("headwater."))
				.extracting(MeteredApplicationTests::describe)
				.isNotEmpty()
				.isSubsetOf(documented());
		});
	}

	private static String describe(Meter.Id id) {
		return id.getName() + " " + id.getType() + " " + id.getTags().stream().map(Tag::getKey).sorted().toList();
	}

	private static Set<String> documented() {
		return Arrays.stream(HeadwaterMeters.values())
			.map((meter) -> meter.getName() + " " + meter.getType() + " "
					+ Arrays.stream(meter.getKeyNames()).map(KeyName::asString).sorted().toList())
			.collect(Collectors.toSet());
	}

	@Test
	void tellsPrometheusWhatHasHappened() {
		follow(this.runner, (registry) -> awaitScrape(registry, "headwater_head_number{chain=\"main\"} 80.0",
				"headwater_reorg_depth_count{chain=\"main\"} 1", "headwater_reorg_depth_sum{chain=\"main\"} 2.0",
				"headwater_heads_total{chain=\"main\",origin=\"catch-up\"} ",
				"headwater_head_latency_seconds_count{chain=\"main\"} ", "headwater_gaps_total{chain=\"main\"} ",
				"headwater_safe_number{chain=\"main\"} 48.0", "headwater_finalized_number{chain=\"main\"} 16.0",
				"headwater_delivery_state{chain=\"main\",state=\"live\"} 1.0",
				"headwater_checkpoint_number{chain=\"main\"} 80.0",
				"headwater_heads_skipped_total{chain=\"main\",reason=\"pruned\"} 0.0",
				"headwater_resets_total{chain=\"main\",reason=\"finality\"} 0.0"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void makesTheHistogramsThatBootIsAskedFor(boolean observed) {
		follow(this.runner.withPropertyValues("headwater.observation.enabled=" + observed,
				"management.metrics.distribution.percentiles-histogram.headwater.listener.latency=true",
				"management.metrics.distribution.slo.headwater.delivery.latency=10ms,100ms",
				"management.metrics.distribution.slo.headwater.reorg.depth=1,3"), (registry) -> {
					awaitScrape(registry, "headwater_listener_latency_seconds_bucket{chain=\"main\",",
							"headwater_delivery_latency_seconds_bucket{chain=\"main\",le=\"0.01\"} ",
							"headwater_delivery_latency_seconds_bucket{chain=\"main\",le=\"0.1\"} ",
							"headwater_reorg_depth_bucket{chain=\"main\",le=\"1.0\"} 0",
							"headwater_reorg_depth_bucket{chain=\"main\",le=\"3.0\"} 1");
					assertThat(registry.scrape()
						.lines()
						.filter((line) -> line.contains("latency_seconds_bucket")
								&& line.contains("wallet.on(ChainEvent)")))
						.hasSizeGreaterThan(50);
				});
	}

	/**
	 * Mines a gap, a reorg of two, and an announced head that leads to a last reading.
	 */
	private void follow(ApplicationContextRunner runner, ThrowingConsumer<PrometheusMeterRegistry> test) {
		runner.run((context) -> {
			RecordedEvents events = context.getBean(RecordedEvents.class);
			events.awaitHead(0);
			this.node.mine();
			events.awaitHead(1);
			this.node.announceOnlyLast(true);
			this.node.mine(77);
			events.awaitHead(78);
			this.node.announceOnlyLast(false);
			this.node.mine();
			this.node.reorg(2);
			events.awaitTip(this.node.chain().head().hash());
			this.node.mine();
			events.awaitHead(80);
			test.accept(context.getBean(PrometheusMeterRegistry.class));
		});
	}

	private static void awaitScrape(PrometheusMeterRegistry registry, String... samples) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(registry.scrape()).contains(samples));
	}

}
