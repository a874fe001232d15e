package io.headwater.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import io.headwater.StreamStateChangedEvent;
import io.headwater.checkpoint.CheckpointObserver;
import io.headwater.dispatch.DispatchObserver;
import io.headwater.observability.MeteredCheckpoints;
import io.headwater.observability.MeteredDispatch;
import io.headwater.observability.MeteredStreams;
import io.headwater.observability.StreamGauges;
import io.headwater.stream.HeadStreams;
import io.headwater.stream.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When streams are measured.
 */
class HeadwaterMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HeadwaterAutoConfiguration.class, HeadwaterMetricsAutoConfiguration.class))
		.withBean(SilentNodes.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=ws://node.example");

	@Test
	void measuresWithTheRegistryOfBoot() {
		this.runner
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(MeterRegistry.class)
					.get("headwater.queue.capacity")
					.tags("chain", "main")
					.gauge()
					.value()).isEqualTo(256);
			});
	}

	@Test
	void measuresListeners() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("wallet", StateListener.class)
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				Tags tags = Tags.of("chain", "main", "listener", "wallet.on(StreamStateChangedEvent)", "outcome",
						"success");
				Awaitility.await()
					.atMost(Duration.ofSeconds(20))
					.until(() -> registry.find("headwater.listener.latency").tags(tags).timer() != null);
			});
	}

	@Test
	void measuresNothingWithoutRegistry() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean(DispatchObserver.class)
				.doesNotHaveBean(StreamObserver.class)
				.doesNotHaveBean(CheckpointObserver.class)
				.doesNotHaveBean(StreamGauges.class);
			assertThat(context.getBean(HeadStreams.class).isRunning()).isTrue();
		});
	}

	@Test
	void measuresNothingWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer")).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(HeadwaterMetricsAutoConfiguration.class);
			assertThat(context.getBean(HeadStreams.class).isRunning()).isTrue();
		});
	}

	@Test
	void measuresNothingWhenSwitchedOff() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("headwater.enabled=false")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(HeadwaterMetricsAutoConfiguration.class);
				assertThat(context.getBean(MeterRegistry.class).getMeters()).isEmpty();
			});
	}

	@Test
	void prefersMetersOfTheUser() {
		SimpleMeterRegistry own = new SimpleMeterRegistry();
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("ownDispatch", MeteredDispatch.class,
					() -> new MeteredDispatch(own, Clock.systemUTC(), System::nanoTime, true))
			.withBean("ownCheckpoints", MeteredCheckpoints.class, () -> new MeteredCheckpoints(own))
			.withBean("ownStreams", MeteredStreams.class, () -> new MeteredStreams(own))
			.withBean("ownGauges", StreamGauges.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("ownDispatch")
				.hasSingleBean(MeteredDispatch.class)
				.hasSingleBean(MeteredStreams.class)
				.hasSingleBean(MeteredCheckpoints.class)
				.hasSingleBean(StreamGauges.class));
	}

	static class StateListener {

		@EventListener
		void on(StreamStateChangedEvent event) {
		}

	}

}
