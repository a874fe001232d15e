package io.headwater.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains a value of ours that does not bind, where more can be said than Boot says: one
 * that stands where a group does, one that is no word of ours, and a word where nothing
 * is to be written. It shows no value.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnboundPropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of(HeadwaterProperties.PREFIX);

	/** What has no word for its default, each with what its absence means. */
	private static final Map<String, String> LEFT_OUT = Map.of("catch-up.max-blocks",
			"to fetch all missing heads, or write a number such as 10000", "fail-back.after",
			"to return to a preferred node only when the followed one fails, or write a duration such as 10m",
			"stale-head.after", "to take three times the chain's block interval, or write a duration such as 30s",
			"chain-id", "to take that of the first node, or write the chain's id, such as 1");

	private final Environment environment;

	UnboundPropertyFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConfigurationPropertyName name = cause.getName();
		Class<?> type = cause.getTarget().getType().toClass();
		if (!ROOT.isAncestorOf(name) || type == NodeProperties.class) {
			return null;
		}
		if (type.isRecord()) {
			List<String> members = Arrays.stream(type.getRecordComponents())
				.map((member) -> DataObjectPropertyName.toDashedForm(member.getName()))
				.map((member) -> "'" + name.append(member) + "'")
				.toList();
			String below = (members.size() > 1) ? "what is below it: " : "";
			return analysis(cause, "is a group of properties, but has a value itself",
					"Write " + below + String.join(", ", members) + ".");
		}
		if (type.isEnum()) {
			return analysis(cause, "has a value that it cannot have",
					Arrays.stream(type.getEnumConstants())
						.map((word) -> "'" + ((Enum<?>) word).name().toLowerCase(Locale.ROOT).replace('_', '-') + "'")
						.collect(Collectors.joining(" or ", "Write ", ".")));
		}
		return LEFT_OUT.entrySet()
			.stream()
			.filter((one) -> name.toString().endsWith("." + one.getKey()))
			.findFirst()
			.map((one) -> analysis(cause, "has a value that it cannot have",
					"Leave the property out " + one.getValue() + "."))
			.orElse(null);
	}

	private FailureAnalysis analysis(BindException cause, String problem, String action) {
		return new FailureAnalysis("The property '" + cause.getName() + "' " + problem + origin(cause.getName()) + ".",
				action, cause);
	}

	/** A binder that has looked for members of a group knows the value no more. */
	private String origin(ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return (property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "";
			}
		}
		return "";
	}

}
