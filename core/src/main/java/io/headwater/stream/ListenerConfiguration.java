package io.headwater.stream;

import io.headwater.dispatch.IsolatingEventListenerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * What an application context needs beside its {@link HeadStreams}: listeners that cannot
 * harm each other, and a warning at the start of those that the guarantee does not cover.
 * To be imported where there is no auto-configuration.
 */
@Configuration(proxyBeanMethods = false)
@ImportRuntimeHints(ListenerCheck.Hints.class)
public class ListenerConfiguration {

	/** Isolate the {@code @EventListener} methods that take events of chains. */
	@Bean
	static IsolatingEventListenerFactory headwaterEventListenerFactory() {
		return new IsolatingEventListenerFactory();
	}

	/** Check the listeners once all are known. */
	@Bean
	SmartInitializingSingleton headwaterListenerCheck(AbstractApplicationContext context, HeadStreams streams) {
		return new ListenerCheck(context, streams);
	}

}
