package io.headwater.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties for Headwater.
 *
 * @param enabled whether to follow the configured chains.
 * @param defaults what holds for every chain that does not say otherwise.
 * @param chains chains to follow, by a name of your choice (lower-case letters, digits
 * and dashes). Each takes the properties that are listed under 'headwater.defaults'.
 */
@ConfigurationProperties("headwater")
public record HeadwaterProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue @NestedConfigurationProperty ChainProperties defaults,
		@DefaultValue Map<String, ChainProperties> chains,
		@DefaultValue @NestedConfigurationProperty CheckpointProperties checkpoint, @DefaultValue Health health,
		@DefaultValue Observation observation) {

	static final String PREFIX = "headwater";

	/**
	 * When a stream counts as down.
	 *
	 * @param downAfter time that something may be wrong with a stream before its health
	 * is DOWN. What does not pass by itself (delivery has halted, every node refuses) is
	 * DOWN at once.
	 */
	public record Health(@DefaultValue("30s") Duration downAfter) {
	}

	/**
	 * How deliveries are observed.
	 *
	 * @param enabled whether to make an observation of each delivery and of each call of
	 * a listener, which can be traced. It takes the place of the timer of listeners.
	 */
	public record Observation(@DefaultValue("false") boolean enabled) {
	}

}
