package io.headwater.autoconfigure;

import java.time.Clock;
import java.util.List;
import java.util.Random;

import io.headwater.checkpoint.CheckpointObserver;
import io.headwater.checkpoint.CheckpointObservers;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.checkpoint.LeaseHolder;
import io.headwater.dispatch.DispatchObserver;
import io.headwater.dispatch.DispatchObservers;
import io.headwater.dispatch.IsolatingEventListenerFactory;
import io.headwater.stream.HeadStream;
import io.headwater.stream.HeadStreams;
import io.headwater.stream.StreamCheckpoints;
import io.headwater.stream.StreamObserver;
import io.headwater.stream.StreamObservers;
import io.headwater.stream.StreamResources;
import io.headwater.transport.DefaultClientFactory;
import io.headwater.transport.HandshakeHeadersProvider;
import io.headwater.transport.NodeClientFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for following the configured chains.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "headwater.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HeadwaterProperties.class)
@Import(StepTransactionsConfiguration.class)
public final class HeadwaterAutoConfiguration {

	private static final Log logger = LogFactory.getLog(HeadwaterAutoConfiguration.class);

	HeadwaterAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(NodeClientFactory.class)
	DefaultClientFactory headwaterNodeClientFactory(Environment environment) {
		return new DefaultClientFactory(ThreadKind.of(environment).named("headwater-reader"), System::nanoTime,
				Clock.systemUTC());
	}

	@Bean
	static ChainDefaultsBindHandlerAdvisor headwaterChainDefaultsBindHandlerAdvisor() {
		return new ChainDefaultsBindHandlerAdvisor();
	}

	@Bean
	static IsolatingEventListenerFactory headwaterEventListenerFactory() {
		return new IsolatingEventListenerFactory();
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
		NodesWithoutIndex.refuse(environment);
		StreamCheckpoints checkpoints = new StreamCheckpoints(store.getIfAvailable(InMemoryCheckpointStore::new),
				CheckpointObservers.of(checkpointObservers.orderedStream().toList()), LeaseHolder::newOwner);
		StreamResources resources = new StreamResources(clients, events, checkpoints,
				DispatchObservers.of(dispatchObservers.orderedStream().toList()),
				StreamObservers.of(streamObservers.orderedStream().toList()), ThreadKind.of(environment),
				Clock.systemUTC(), System::nanoTime, new Random());
		List<HeadStream> streams = new StreamsFactory(properties, connectionDetails,
				headersProviders.orderedStream().toList(),
				new CheckpointSettingsFactory(properties.getCheckpoint(),
						environment.getProperty("spring.application.name")),
				transactions.getIfAvailable(() -> StepTransactionsFactory.NO_DATABASE), resources)
			.create();
		if (streams.isEmpty()) {
			List<String> written = UnknownProperties.meantForChains(environment);
			logger.warn("No chain is configured, so none is followed (headwater.chains.<name>.nodes[0].url)"
					+ (written.isEmpty() ? "" : ", but this is written: " + String.join(", ", written)));
		}
		return new HeadStreams(streams);
	}

	@Bean
	ListenerCheck headwaterListenerCheck(AbstractApplicationContext context, HeadStreams streams) {
		return new ListenerCheck(context, streams);
	}

	/** Needs the properties, which may be lazy, to have been bound. */
	@Bean
	UnknownProperties headwaterUnknownProperties(ApplicationContext context, HeadwaterProperties properties) {
		return new UnknownProperties(context);
	}

}
