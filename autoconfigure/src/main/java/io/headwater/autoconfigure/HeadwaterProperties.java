package io.headwater.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Configuration properties for Headwater.
 */
@ConfigurationProperties("headwater")
public class HeadwaterProperties {

	static final String PREFIX = "headwater";

	/**
	 * Whether to follow the configured chains.
	 */
	private boolean enabled = true;

	/**
	 * What holds for every chain that does not say otherwise.
	 */
	@NestedConfigurationProperty
	private final ChainProperties defaults = new ChainProperties();

	/**
	 * Chains to follow, by a name of your choice (lower-case letters, digits and dashes).
	 * Each takes the properties that are listed under 'headwater.defaults'.
	 */
	private final Map<String, ChainProperties> chains = new LinkedHashMap<>();

	@NestedConfigurationProperty
	private final CheckpointProperties checkpoint = new CheckpointProperties();

	private final Health health = new Health();

	private final Observation observation = new Observation();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Health getHealth() {
		return this.health;
	}

	public Observation getObservation() {
		return this.observation;
	}

	public ChainProperties getDefaults() {
		return this.defaults;
	}

	public Map<String, ChainProperties> getChains() {
		return this.chains;
	}

	public CheckpointProperties getCheckpoint() {
		return this.checkpoint;
	}

	/**
	 * When a stream counts as down.
	 */
	public static class Health {

		/**
		 * Time that something may be wrong with a stream before its health is DOWN. What
		 * does not pass by itself (delivery has halted, every node refuses) is DOWN at
		 * once.
		 */
		private Duration downAfter = Duration.ofSeconds(30);

		public Duration getDownAfter() {
			return this.downAfter;
		}

		public void setDownAfter(Duration downAfter) {
			this.downAfter = downAfter;
		}

	}

	/**
	 * How deliveries are observed.
	 */
	public static class Observation {

		/**
		 * Whether to make an observation of each delivery and of each call of a listener,
		 * which can be traced. It takes the place of the timer of listeners.
		 */
		private boolean enabled;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

}
