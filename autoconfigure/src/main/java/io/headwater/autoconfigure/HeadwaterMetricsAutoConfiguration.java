package io.headwater.autoconfigure;

import java.time.Clock;

import io.headwater.observability.MeteredCheckpoints;
import io.headwater.observability.MeteredDispatch;
import io.headwater.observability.MeteredStreams;
import io.headwater.observability.ObservedDispatch;
import io.headwater.observability.StreamGauges;
import io.headwater.stream.HeadStreams;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the metrics of streams. What is observed and what is read are
 * separate beans, since the streams need the one and the other needs the streams.
 */
@AutoConfiguration(before = HeadwaterAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "headwater.enabled", matchIfMissing = true)
public final class HeadwaterMetricsAutoConfiguration {

	/** An observation that somebody takes makes a timer of its own. */
	@Bean
	@ConditionalOnMissingBean
	MeteredDispatch headwaterMeteredDispatch(MeterRegistry registry, ObjectProvider<ObservedDispatch> observed) {
		boolean listenerTimers = observed.stream().allMatch(ObservedDispatch::isNoop);
		return new MeteredDispatch(registry, Clock.systemUTC(), System::nanoTime, listenerTimers);
	}

	@Bean
	@ConditionalOnMissingBean
	MeteredStreams headwaterMeteredStreams(MeterRegistry registry) {
		return new MeteredStreams(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	MeteredCheckpoints headwaterMeteredCheckpoints(MeterRegistry registry) {
		return new MeteredCheckpoints(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	StreamGauges headwaterStreamGauges(HeadStreams streams) {
		return new StreamGauges(streams);
	}

}
