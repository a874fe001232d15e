package io.headwater.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A query of the dashboard or of an alert.
 *
 * @param expression what is asked
 * @param texts what is shown of it, with labels in it
 */
record MonitoringQuery(String expression, String texts) {

	private static final Path MONITORING = Path.of("monitoring");

	static List<MonitoringQuery> all() throws IOException {
		List<MonitoringQuery> queries = new ArrayList<>();
		for (JsonNode targets : JsonMapper.shared().readTree(dashboard()).findValues("targets")) {
			targets.forEach((target) -> queries
				.add(new MonitoringQuery(target.get("expr").asString(), target.get("legendFormat").asString())));
		}
		queries.addAll(alerts());
		return queries;
	}

	static List<MonitoringQuery> alerts() throws IOException {
		List<MonitoringQuery> queries = new ArrayList<>();
		JsonNode rules = JsonMapper.shared()
			.valueToTree(new Yaml().<Map<String, Object>>load(read("prometheus/headwater-alerts.yml")));
		for (JsonNode group : rules.get("groups")) {
			group.get("rules")
				.forEach((rule) -> queries
					.add(new MonitoringQuery(rule.get("expr").asString(), rule.get("annotations").toString())));
		}
		return queries;
	}

	static String dashboard() throws IOException {
		return read("grafana/dashboards/headwater.json");
	}

	private static String read(String file) throws IOException {
		return Files.readString(MONITORING.resolve(file));
	}

}
