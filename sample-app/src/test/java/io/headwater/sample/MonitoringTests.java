package io.headwater.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
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

	private static final Pattern AGGREGATION = Pattern.compile("\\b(?:sum|min|max|avg|count) by ");

	private static final Pattern SHOWN = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");

	@Test
	void everyMetricAndLabelIsThere() throws Exception {
		Set<NamedMetric> named = NamedMetric.all();
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
			// A single head may come by a reading that was under way.
			Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
				node.mine();
				node.awaitRequests("eth_subscribe", 2, Duration.ofMillis(500));
			});
			node.muteSubscriptions(false);
			context.getBean(HeadStreams.class).get("main").failOver();
			Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
				node.mine();
				other.sendRaw("garbage");
				other.announce("{}");
				String scrape = scrape(context);
				assertThat(named).allSatisfy((metric) -> assertThat(scrape.lines()).anyMatch(metric::isToldBy));
			});
		}
	}

	/** A label that a query does not keep would be shown as nothing. */
	@Test
	void eachQueryKeepsTheLabelsThatItShows() throws IOException {
		assertThat(MonitoringQuery.all()).hasSizeGreaterThan(40)
			.allSatisfy((query) -> assertThat(SHOWN.matcher(query.texts()).results().map((match) -> match.group(1)))
				.isSubsetOf(NamedMetric.grouping(query.expression())));
	}

	/** One that follows the same chain would hide it. */
	@Test
	void noQueryMixesApplications() throws IOException {
		assertThat(MonitoringQuery.all()).allSatisfy((query) -> assertThat(AGGREGATION.split(query.expression()))
			.hasSizeGreaterThan(1)
			.allSatisfy((aggregation) -> assertThat(aggregation).matches("^$|\\(" + NamedMetric.JOB + ", chain\\b.*")));
		assertThat(MonitoringQuery.all()).allSatisfy((query) -> assertThat(query.texts()).contains(NamedMetric.JOB));
	}

	/** What an operator asks for is no alarm. */
	@Test
	void noAlertIsRaisedByAReplay() throws IOException {
		assertThat(MonitoringQuery.alerts().stream().map(MonitoringQuery::expression))
			.filteredOn((expression) -> expression.contains("headwater_resets_total"))
			.isNotEmpty()
			.allSatisfy((expression) -> assertThat(expression).contains("{reason!=\"replay\"}"));
	}

	private static String scrape(ConfigurableApplicationContext context) throws IOException, InterruptedException {
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
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
