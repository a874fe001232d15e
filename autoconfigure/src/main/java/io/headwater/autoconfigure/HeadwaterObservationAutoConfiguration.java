package io.headwater.autoconfigure;

import io.headwater.observability.DeliveryObservationConvention;
import io.headwater.observability.ListenerObservationConvention;
import io.headwater.observability.ObservedDispatch;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for observations of deliveries.
 */
@AutoConfiguration(before = HeadwaterAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBooleanProperty("headwater.observation.enabled")
@ConditionalOnBooleanProperty(name = "headwater.enabled", matchIfMissing = true)
public final class HeadwaterObservationAutoConfiguration {

	private static final Log logger = LogFactory.getLog(HeadwaterObservationAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	ObservedDispatch headwaterObservedDispatch(ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<DeliveryObservationConvention> deliveryConvention,
			ObjectProvider<ListenerObservationConvention> listenerConvention) {
		ObservedDispatch observed = new ObservedDispatch(registry.getIfAvailable(() -> ObservationRegistry.NOOP),
				deliveryConvention.getIfAvailable(), listenerConvention.getIfAvailable());
		if (observed.isNoop()) {
			logger.warn("headwater.observation.enabled is true, but there is no ObservationRegistry with a handler, "
					+ "so listeners are timed as if it were false");
		}
		return observed;
	}

}
