package io.headwater.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that keeps the secrets of nodes out of Actuator's endpoints.
 */
@AutoConfiguration(after = HeadwaterAutoConfiguration.class)
@ConditionalOnClass(SanitizingFunction.class)
@ConditionalOnBean(NodeConnectionDetails.class)
public final class HeadwaterSanitizingAutoConfiguration {

	HeadwaterSanitizingAutoConfiguration() {
	}

	@Bean
	SanitizingFunction headwaterSanitizingFunction(ObjectProvider<NodeConnectionDetails> connectionDetails) {
		return new SecretSanitizingFunction(connectionDetails::getObject);
	}

}
