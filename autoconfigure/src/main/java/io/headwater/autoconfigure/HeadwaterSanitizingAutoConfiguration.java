package io.headwater.autoconfigure;

import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that keeps the secrets of nodes out of Actuator's endpoints, also
 * while Headwater is switched off: the properties are there all the same.
 */
@AutoConfiguration(after = HeadwaterAutoConfiguration.class)
@ConditionalOnClass(SanitizingFunction.class)
public final class HeadwaterSanitizingAutoConfiguration {

	@Bean
	SanitizingFunction headwaterSanitizingFunction(ObjectProvider<NodeConnectionDetails> connectionDetails) {
		return new SecretSanitizingFunction(() -> connectionDetails.getIfAvailable(() -> Map::of));
	}

}
