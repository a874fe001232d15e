package io.headwater.autoconfigure;

import java.util.List;

import io.headwater.checkpoint.CheckpointObserver;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.dispatch.DispatchObserver;
import io.headwater.stream.HeadStream;
import io.headwater.stream.HeadStreams;
import io.headwater.stream.ListenerConfiguration;
import io.headwater.stream.StreamObserver;
import io.headwater.stream.StreamThreads;
import io.headwater.transport.DefaultClientFactory;
import io.headwater.transport.HandshakeHeadersProvider;
import io.headwater.transport.NodeClientFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for following the configured chains.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "headwater.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HeadwaterProperties.class)
@RegisterReflectionForBinding(HeadwaterProperties.class)
@Import({ JdbcStepTransactionsFactory.Wiring.class, ListenerConfiguration.class })
public final class HeadwaterAutoConfiguration {

	private static final Log logger = LogFactory.getLog(HeadwaterAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean(NodeClientFactory.class)
	DefaultClientFactory headwaterNodeClientFactory(Environment environment) {
		return threads(environment).ownClients();
	}

	@Bean
	static ChainDefaultsBindHandlerAdvisor headwaterChainDefaultsBindHandlerAdvisor() {
		return new ChainDefaultsBindHandlerAdvisor();
	}

	@Bean
	@ConditionalOnMissingBean(NodeConnectionDetails.class)
	PropertiesNodeConnectionDetails headwaterNodeConnectionDetails(HeadwaterProperties properties,
			ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesNodeConnectionDetails(properties, sslBundles);
	}

	@Bean
	@ConditionalOnMissingBean
	HeadStreams headStreams(HeadwaterProperties properties, NodeConnectionDetails connectionDetails,
			NodeClientFactory clients, ApplicationEventPublisher events, Environment environment,
			ObjectProvider<DispatchObserver> dispatchObservers, ObjectProvider<StreamObserver> streamObservers,
			ObjectProvider<HandshakeHeadersProvider> headersProviders, ObjectProvider<CheckpointStore> store,
			ObjectProvider<CheckpointObserver> checkpointObservers,
			ObjectProvider<StepTransactionsFactory> transactions) {
		UnknownProperties.refuseNodesWithoutIndex(environment);
		List<HeadStream> streams = new StreamsFactory(properties, connectionDetails,
				environment.getProperty("spring.application.name"), store.getIfAvailable(InMemoryCheckpointStore::new),
				transactions.getIfAvailable(() -> StepTransactionsFactory.NO_DATABASE), (builder) -> {
					builder.clients(clients).threads(threads(environment));
					headersProviders.orderedStream().forEach(builder::headersProvider);
					dispatchObservers.orderedStream().forEach(builder::dispatchObserver);
					streamObservers.orderedStream().forEach(builder::streamObserver);
					checkpointObservers.orderedStream().forEach(builder::checkpointObserver);
				})
			.create(events);
		if (streams.isEmpty()) {
			List<String> written = UnknownProperties.meantForChains(environment);
			logger.warn("No chain is configured, so none is followed (headwater.chains.<name>.nodes[0].url)"
					+ (written.isEmpty() ? "" : ", but this is written: " + String.join(", ", written)));
		}
		return new HeadStreams(streams);
	}

	static StreamThreads threads(Environment environment) {
		return Threading.VIRTUAL.isActive(environment) ? StreamThreads.virtual() : StreamThreads.platform();
	}

	/** Needs the properties, which may be lazy, to have been bound. */
	@Bean
	UnknownProperties headwaterUnknownProperties(ApplicationContext context, HeadwaterProperties properties) {
		return new UnknownProperties(context);
	}

}
