package io.headwater.autoconfigure;

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

	@NestedConfigurationProperty
	private final HealthProperties health = new HealthProperties();

	@NestedConfigurationProperty
	private final ObservationProperties observation = new ObservationProperties();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public HealthProperties getHealth() {
		return this.health;
	}

	public ObservationProperties getObservation() {
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

}
