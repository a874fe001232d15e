package io.headwater.autoconfigure;

import java.time.Duration;

import io.headwater.health.StreamHealthIndicator;
import io.headwater.journal.StreamJournals;
import io.headwater.stream.HeadStreams;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration for the health of streams.
 */
@AutoConfiguration(after = HeadwaterAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(HeadStreams.class)
@ConditionalOnEnabledHealthIndicator("headwater")
@Import(JournalConfiguration.class)
public final class HeadwaterHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "headwaterHealthContributor", "headwaterHealthIndicator" })
	CompositeHealthContributor headwaterHealthContributor(HeadStreams streams, StreamJournals journals,
			HeadwaterProperties properties) {
		Duration downAfter = properties.health().downAfter();
		if (downAfter.isNegative()) {
			throw new InvalidHeadwaterPropertyException("headwater.health.down-after", "is negative",
					"Write a duration such as 30s.");
		}
		return StreamHealthIndicator.ofAll(streams, journals, downAfter);
	}

}
