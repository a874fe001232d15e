package io.headwater.autoconfigure;

import java.time.Clock;

import io.headwater.transport.EngineClientFactory;
import io.headwater.transport.NodeClientFactory;
import io.headwater.transport.tomcat.TomcatClientCustomizer;
import io.headwater.transport.tomcat.TomcatClientFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The WebSocket clients that Headwater can connect with, to be imported in this order.
 */
abstract class NodeClientConfigurations {

	private static final String ENGINE = HeadwaterProperties.PREFIX + ".engine";

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = ENGINE, havingValue = "native", matchIfMissing = true)
	@ConditionalOnMissingBean(NodeClientFactory.class)
	static class Native {

		@Bean
		EngineClientFactory headwaterNodeClientFactory(Environment environment) {
			return new EngineClientFactory(HeadwaterAutoConfiguration.threads(environment).named("headwater-reader"),
					System::nanoTime, Clock.systemUTC());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = ENGINE, havingValue = "standard")
	@ConditionalOnClass(name = "org.apache.tomcat.websocket.WsWebSocketContainer")
	@ConditionalOnMissingBean(NodeClientFactory.class)
	static class Standard {

		@Bean
		TomcatClientFactory headwaterNodeClientFactory(ObjectProvider<TomcatClientCustomizer> customizers) {
			return new TomcatClientFactory(customizers.orderedStream().toList());
		}

	}

	/**
	 * Comes last, and so only where Tomcat's client could not be made.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = ENGINE, havingValue = "standard")
	@ConditionalOnMissingBean(NodeClientFactory.class)
	static class NoStandard {

		@Bean
		NodeClientFactory headwaterNodeClientFactory() {
			throw new InvalidHeadwaterPropertyException(ENGINE, "is standard, but Tomcat's WebSocket client is missing",
					"Add the dependency org.apache.tomcat.embed:tomcat-embed-websocket, or write 'native'.");
		}

	}

}
