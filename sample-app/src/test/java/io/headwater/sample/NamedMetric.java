package io.headwater.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A metric that the dashboard or an alert names, as it must stand in what Prometheus
 * reads.
 *
 * @param name the name
 * @param labels the start of each label that it must have: up to its value, or with it
 * where a query wants that one
 */
record NamedMetric(String name, Set<String> labels) {

	/** Prometheus itself adds it: the application that it asked. */
	static final String JOB = "job";

	private static final Pattern METRIC = Pattern.compile("(headwater_\\w+)(?:\\{([^}]*)})?");

	private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*(\"[^\"]*\")");

	private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");

	private static final Pattern VARIABLE = Pattern.compile("label_values\\((\\w+),\\s*(\\w+)\\)");

	static Set<NamedMetric> all() throws IOException {
		Set<NamedMetric> all = new LinkedHashSet<>();
		for (MonitoringQuery query : MonitoringQuery.all()) {
			METRIC.matcher(query.expression()).results().forEach((metric) -> {
				Set<String> labels = new TreeSet<>();
				grouping(query.expression()).stream()
					.filter((label) -> !JOB.equals(label))
					.forEach((label) -> labels.add(label + "="));
				MATCHER.matcher((metric.group(2) != null) ? metric.group(2) : "")
					.results()
					.map(NamedMetric::label)
					.forEach(labels::add);
				all.add(new NamedMetric(metric.group(1), labels));
			});
		}
		VARIABLE.matcher(MonitoringQuery.dashboard())
			.results()
			.forEach((variable) -> all.add(new NamedMetric(variable.group(1), Set.of(variable.group(2) + "="))));
		return all;
	}

	/** The labels that the result of a query has. */
	static List<String> grouping(String expression) {
		List<String> grouping = new ArrayList<>();
		GROUPING.matcher(expression)
			.results()
			.flatMap((match) -> Stream.of(match.group(1).split(",\\s*")))
			.forEach(grouping::add);
		return grouping;
	}

	private static String label(MatchResult matcher) {
		boolean isOneValue = matcher.group(2).equals("=") && !matcher.group(3).contains("$");
		return matcher.group(1) + "=" + (isOneValue ? matcher.group(3) : "");
	}

	boolean isToldBy(String line) {
		return line.startsWith(this.name + "{")
				&& this.labels.stream().allMatch((label) -> line.contains("{" + label) || line.contains("," + label));
	}

}
