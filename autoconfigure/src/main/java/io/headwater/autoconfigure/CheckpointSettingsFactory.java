package io.headwater.autoconfigure;

import java.time.Duration;

import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointSettings;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import org.jspecify.annotations.Nullable;

/**
 * Turns the properties of checkpoints into settings, and refuses values with which none
 * can be kept.
 */
final class CheckpointSettingsFactory {

	private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

	private static final Duration LONGEST_LEASE = Duration.ofHours(1);

	private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);

	/** What is kept in memory is nobody else's anyway. */
	private static final String NAMESPACE_IN_MEMORY = "application";

	private final CheckpointProperties properties;

	private final @Nullable String applicationName;

	CheckpointSettingsFactory(CheckpointProperties properties, @Nullable String applicationName) {
		this.properties = properties;
		this.applicationName = applicationName;
	}

	CheckpointSettings settings(int window) {
		int saveEvery = this.properties.getSaveEvery();
		if (saveEvery < 1) {
			throw invalid("save-every", "is " + saveEvery + ", but must be positive",
					"Write a positive number; 1, which saves each step, is the default.");
		}
		int maxUnsaved = this.properties.getMaxUnsaved();
		if (maxUnsaved < saveEvery) {
			throw invalid("max-unsaved", "is " + maxUnsaved + ", but must not be less than save-every",
					"Write a greater number; 256 is the default.");
		}
		return new CheckpointSettings(window, saveEvery, maxUnsaved,
				between(SHORTEST_LEASE, LONGEST_LEASE, "lease", this.properties.getLease()),
				between(SHORTEST_INTERVAL, LONGEST_LEASE, "standby-interval", this.properties.getStandbyInterval()));
	}

	private Duration between(Duration shortest, Duration longest, String name, Duration duration) {
		if (duration.compareTo(shortest) < 0 || duration.compareTo(longest) > 0) {
			throw invalid(name, "is " + duration + ", which is not between " + shortest.toMillis() + " ms and "
					+ longest.toMinutes() + " minutes", "Write a duration between them, such as 30s.");
		}
		return duration;
	}

	CheckpointKey key(String chain, CheckpointStore store) {
		String namespace = namespace(store);
		try {
			return new CheckpointKey(namespace, chain);
		}
		catch (IllegalArgumentException ex) {
			throw invalid("namespace", "has more than " + CheckpointKey.MAX_LENGTH + " characters",
					"Write a shorter name. By default, it is spring.application.name.");
		}
	}

	private String namespace(CheckpointStore store) {
		String namespace = this.properties.getNamespace();
		namespace = (namespace != null && !namespace.isBlank()) ? namespace : this.applicationName;
		if (namespace != null && !namespace.isBlank()) {
			return namespace.strip();
		}
		if (store instanceof InMemoryCheckpointStore) {
			return NAMESPACE_IN_MEMORY;
		}
		throw invalid("namespace", "is missing, and so is spring.application.name",
				"Name the application by one of them, so that no other one takes its checkpoints for its own.");
	}

	private static InvalidHeadwaterPropertyException invalid(String name, String problem, String remedy) {
		return new InvalidHeadwaterPropertyException(HeadwaterProperties.PREFIX + ".checkpoint." + name, problem,
				remedy);
	}

}
