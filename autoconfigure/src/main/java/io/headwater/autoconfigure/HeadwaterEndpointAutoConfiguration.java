package io.headwater.autoconfigure;

import io.headwater.endpoint.HeadwaterEndpoint;
import io.headwater.endpoint.HeadwaterEndpointWebExtension;
import io.headwater.endpoint.HeadwaterInfoContributor;
import io.headwater.journal.StreamJournals;
import io.headwater.stream.HeadStreams;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration for the Actuator endpoint and the info of streams.
 */
@AutoConfiguration(after = HeadwaterAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(HeadStreams.class)
public final class HeadwaterEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnEnabledInfoContributor("headwater")
	HeadwaterInfoContributor headwaterInfoContributor(HeadStreams streams) {
		return new HeadwaterInfoContributor(streams);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(HeadwaterEndpoint.class)
	@Import(JournalConfiguration.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		HeadwaterEndpoint headwaterEndpoint(HeadStreams streams, StreamJournals journals) {
			return new HeadwaterEndpoint(streams, journals);
		}

		@Bean
		@ConditionalOnMissingBean
		HeadwaterEndpointWebExtension headwaterEndpointWebExtension(HeadwaterEndpoint endpoint) {
			return new HeadwaterEndpointWebExtension(endpoint);
		}

	}

}
