package io.headwater.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

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
import org.springframework.boot.origin.Origin;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Warns of properties that nobody reads, such as one with a spelling mistake: Boot passes
 * them over, and the default would hold without a word. It shows no value.
 */
final class UnknownProperties implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(UnknownProperties.class);

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(HeadwaterProperties.PREFIX);

	private static final ConfigurationPropertyName CHAINS = ROOT.append("chains");

	/** The element after the name of the chain, as in headwater.chains.main.nodes. */
	private static final int NODES = 3;

	/** What there was once, each with what to say of it. */
	private static final Map<ConfigurationPropertyName, String> GONE = Map.of(
			ConfigurationPropertyName.of(HeadwaterProperties.PREFIX + ".engine"),
			": it has gone, since there is one WebSocket client; a NodeClientFactory bean brings another one");

	private static final Set<String> CHAIN_WORDS = Set.of("chains", "nodes");

	private static final int MOST_SHOWN = 5;

	private static final UnboundElementsSourceFilter EXACT_NAMES = new UnboundElementsSourceFilter();

	private final ApplicationContext context;

	UnknownProperties(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void afterSingletonsInstantiated() {
		BoundConfigurationProperties bound = BoundConfigurationProperties.get(this.context);
		if (bound != null) {
			Set<ConfigurationPropertyName> names = bound.getAll().keySet();
			ConfigurationPropertySources.get(this.context.getEnvironment()).forEach((source) -> check(source, names));
		}
	}

	private static void check(ConfigurationPropertySource source, Set<ConfigurationPropertyName> bound) {
		if (source instanceof IterableConfigurationPropertySource iterable && EXACT_NAMES.apply(source)) {
			iterable.stream()
				.filter((name) -> ROOT.isAncestorOf(name) && !bound.contains(name) && !KnownProperties.contains(name))
				.map(iterable::getConfigurationProperty)
				.forEach(UnknownProperties::warn);
		}
	}

	private static void warn(@Nullable ConfigurationProperty property) {
		if (property != null && !"".equals(property.getValue())) {
			logger.warn("The property '" + property.getName() + "' is unknown, so it has no effect"
					+ ((property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "")
					+ hint(property.getName()));
		}
	}

	private static String hint(ConfigurationPropertyName name) {
		String gone = GONE.get(name);
		String nearest = (gone != null) ? null : KnownProperties.nearest(name);
		return Objects.requireNonNullElse(gone, (nearest != null) ? ": did you mean '" + nearest + "'?" : "");
	}

	/**
	 * Find what somebody may have written for a chain where there is none. A variable of
	 * the environment is shown as it stands there, since it can be read in several ways.
	 * @return what is written, without any value
	 */
	static List<String> meantForChains(Environment environment) {
		return StreamSupport.stream(ConfigurationPropertySources.get(environment).spliterator(), false)
			.filter(IterableConfigurationPropertySource.class::isInstance)
			.flatMap(
					(source) -> meantForChains((IterableConfigurationPropertySource) source, EXACT_NAMES.apply(source)))
			.distinct()
			.limit(MOST_SHOWN)
			.toList();
	}

	private static Stream<String> meantForChains(IterableConfigurationPropertySource source, boolean exact) {
		return source.stream()
			.filter(UnknownProperties::isMeantForChain)
			.map((name) -> exact ? name.toString()
					: String.valueOf(Origin.from(source.getConfigurationProperty(name))));
	}

	private static boolean isMeantForChain(ConfigurationPropertyName name) {
		return name.getNumberOfElements() > 2
				&& KnownProperties.isTypo(HeadwaterProperties.PREFIX, name.getElement(0, Form.UNIFORM))
				&& CHAIN_WORDS.stream()
					.anyMatch((word) -> KnownProperties.isTypo(word, name.getElement(1, Form.UNIFORM)));
	}

	/**
	 * Refuse nodes that are written without their index: Boot's binder passes them over,
	 * and the chain would not be followed without a word.
	 * @throws InvalidHeadwaterPropertyException if there are any
	 */
	static void refuseNodesWithoutIndex(Environment environment) {
		ConfigurationPropertySources.get(environment).forEach((source) -> {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream().filter(UnknownProperties::lacksIndex).findFirst().ifPresent((name) -> {
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
				&& "nodes".equals(name.getElement(NODES, Form.UNIFORM)) && !name.isNumericIndex(NODES + 1);
	}

}
