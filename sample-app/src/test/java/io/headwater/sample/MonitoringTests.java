package io.headwater.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import io.headwater.NewHeadEvent;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.CheckpointUpdate;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.stream.HeadStreams;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the dashboard and the alerts name, the sample tells Prometheus, once everything
 * has happened that can.
 */
@Timeout(120)
class MonitoringTests {

	private static final Path MONITORING = Path.of("monitoring");

	private static final Pattern METRIC = Pattern.compile("(headwater_\\w+)(?:\\{([^}]*)})?");

	private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");

	private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");

	private static final Pattern SHOWN = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");

	@Test
	void everyMetricAndLabelIsThere() throws Exception {
		Map<String, Set<String>> named = named();
		assertThat(named).hasSizeGreaterThan(30);
		try (SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();
				SimulatedNode other = SimulatedNode.create(node.chain()).start();
				ConfigurableApplicationContext context = new SpringApplicationBuilder(SampleApplication.class,
						Trouble.class)
					.run("--server.port=0", "--headwater.chains.main.nodes[0].url=" + node.url(),
							"--headwater.chains.main.nodes[1].url=" + other.url(),
							"--headwater.chains.main.finality.interval=1ms",
							"--headwater.chains.main.stale-head.after=1s", "--headwater.chains.main.retry.delay=1ms")) {
			node.awaitSubscriptions(1, Duration.ofSeconds(30));
			node.chain().finality(1, 2);
			node.mine(5);
			node.reorg(2);
			node.muteSubscriptions(true);
			node.mine();
			node.awaitRequests("eth_subscribe", 2, Duration.ofSeconds(30));
			node.muteSubscriptions(false);
			context.getBean(HeadStreams.class).get("main").failOver();
			Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
				node.mine();
				other.sendRaw("garbage");
				String scrape = scrape(context);
				named.forEach((metric, labels) -> assertThat(scrape.lines()).as(metric + labels)
					.anyMatch((line) -> tells(line, metric, labels)));
			});
		}
	}

	private static boolean tells(String line, String metric, Set<String> labels) {
		return line.startsWith(metric + "{") && labels.stream()
			.allMatch((label) -> line.contains("{" + label + "=") || line.contains("," + label + "="));
	}

	private static String scrape(ConfigurableApplicationContext context) throws IOException, InterruptedException {
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
	}

	private static Map<String, Set<String>> named() throws IOException {
		Map<String, Set<String>> named = new TreeMap<>();
		for (Query query : queries()) {
			Set<String> labels = new TreeSet<>();
			GROUPING.matcher(query.expression())
				.results()
				.forEach((match) -> labels.addAll(Arrays.asList(match.group(1).split(",\\s*"))));
			SHOWN.matcher(query.texts()).results().forEach((match) -> labels.add(match.group(1)));
			METRIC.matcher(query.expression()).results().forEach((match) -> {
				Set<String> all = named.computeIfAbsent(match.group(1), (metric) -> new TreeSet<>());
				all.addAll(labels);
				if (match.group(2) != null) {
					LABEL.matcher(match.group(2)).results().forEach((label) -> all.add(label.group(1)));
				}
			});
		}
		return named;
	}

	private static List<Query> queries() throws IOException {
		List<Query> queries = new ArrayList<>();
		JsonNode dashboard = JsonMapper.shared()
			.readTree(Files.readString(MONITORING.resolve("grafana/dashboards/headwater.json")));
		for (JsonNode target : dashboard.findValues("targets")
			.stream()
			.flatMap((targets) -> targets.valueStream())
			.toList()) {
			queries.add(new Query(target.get("expr").asString(), target.get("legendFormat").asString()));
		}
		JsonNode rules = JsonMapper.shared()
			.valueToTree(new Yaml()
				.<Map<String, Object>>load(Files.readString(MONITORING.resolve("prometheus/headwater-alerts.yml"))));
		for (JsonNode rule : rules.at("/groups/0/rules")) {
			assertThat(rule.get("alert").asString()).startsWith("Headwater");
			queries.add(new Query(rule.get("expr").asString(), rule.get("annotations").toString()));
		}
		return queries;
	}

	private record Query(String expression, String texts) {
	}

	/**
	 * A listener that gives up, and a store that fails once.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Trouble {

		@EventListener
		void on(NewHeadEvent event) {
			throw new IllegalStateException("as always");
		}

		@Bean
		CheckpointStore failingStore() {
			InMemoryCheckpointStore store = new InMemoryCheckpointStore();
			AtomicBoolean failed = new AtomicBoolean();
			return new CheckpointStore() {

				@Override
				public @Nullable StoredCheckpoint load(CheckpointKey key) {
					return store.load(key);
				}

				@Override
				public void save(CheckpointKey key, CheckpointUpdate update) {
					if (failed.compareAndSet(false, true)) {
						throw new IllegalStateException("this once");
					}
					store.save(key, update);
				}

				@Override
				public void delete(CheckpointKey key) {
					store.delete(key);
				}

			};
		}

	}

}
