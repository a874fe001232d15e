package io.headwater.autoconfigure;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Finds nodes that are written without their index: Boot's binder passes them over, and
 * the chain would not be followed without a word.
 */
final class NodesWithoutIndex {

	private static final ConfigurationPropertyName CHAINS = ConfigurationPropertyName.of("headwater.chains");

	/** The element after the name of the chain, as in headwater.chains.main.nodes. */
	private static final int NODES = 3;

	private NodesWithoutIndex() {
	}

	static void refuse(Environment environment) {
		ConfigurationPropertySources.get(environment).forEach((source) -> {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream().filter(NodesWithoutIndex::lacksIndex).findFirst().ifPresent((name) -> {
					ConfigurationPropertyName nodes = name.chop(NODES + 1);
					throw new InvalidHeadwaterPropertyException(nodes.toString(),
							"is a list, but an entry is written without its index",
							"Write '" + nodes + "[0].url', and in YAML a dash before 'url'.");
				});
			}
		});
	}

	private static boolean lacksIndex(ConfigurationPropertyName name) {
		return name.getNumberOfElements() > NODES + 1 && CHAINS.isAncestorOf(name)
				&& "nodes".equals(name.getElement(NODES, ConfigurationPropertyName.Form.UNIFORM))
				&& !name.isNumericIndex(NODES + 1);
	}

}
