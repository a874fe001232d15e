package io.headwater.autoconfigure;

import java.util.Set;
import java.util.stream.IntStream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.BoundConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.context.ApplicationContext;

/**
 * Warns of properties that nobody reads, such as one with a spelling mistake: Boot passes
 * them over, and the default would hold without a word. It shows no value.
 */
final class UnknownProperties implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(UnknownProperties.class);

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(HeadwaterProperties.PREFIX);

	/** Bound only where checkpoints are kept in a database. */
	private static final ConfigurationPropertyName TABLES = ConfigurationPropertyName
		.of(JdbcCheckpointProperties.PREFIX);

	private static final UnboundElementsSourceFilter EXACT_NAMES = new UnboundElementsSourceFilter();

	private final ApplicationContext context;

	UnknownProperties(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void afterSingletonsInstantiated() {
		BoundConfigurationProperties bound = BoundConfigurationProperties.get(this.context);
		if (bound != null) {
			Set<ConfigurationPropertyName> known = bound.getAll().keySet();
			ConfigurationPropertySources.get(this.context.getEnvironment()).forEach((source) -> check(source, known));
		}
	}

	private static void check(ConfigurationPropertySource source, Set<ConfigurationPropertyName> known) {
		if (source instanceof IterableConfigurationPropertySource iterable && EXACT_NAMES.apply(source)) {
			iterable.stream()
				.filter((name) -> ROOT.isAncestorOf(name) && !TABLES.isAncestorOf(name) && !isOfNode(name))
				.filter((name) -> !known.contains(name))
				.map(iterable::getConfigurationProperty)
				.forEach(UnknownProperties::warn);
		}
	}

	/**
	 * Another source may replace the whole list of nodes, and header names may be keys.
	 */
	private static boolean isOfNode(ConfigurationPropertyName name) {
		return IntStream.range(0, name.getNumberOfElements())
			.anyMatch((element) -> "nodes".equals(name.getElement(element, Form.UNIFORM)));
	}

	private static void warn(@Nullable ConfigurationProperty property) {
		if (property != null && !"".equals(property.getValue())) {
			logger.warn("The property '" + property.getName() + "' is unknown, so it has no effect"
					+ ((property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : ""));
		}
	}

}
