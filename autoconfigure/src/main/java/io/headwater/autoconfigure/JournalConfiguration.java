package io.headwater.autoconfigure;

import java.time.Clock;

import io.headwater.journal.StreamJournals;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps journals for those who ask how streams stand. Imported by each of them.
 */
@Configuration(proxyBeanMethods = false)
class JournalConfiguration {

	@Bean
	@ConditionalOnMissingBean
	StreamJournals headwaterStreamJournals() {
		return new StreamJournals(Clock.systemUTC(), System::nanoTime);
	}

}
