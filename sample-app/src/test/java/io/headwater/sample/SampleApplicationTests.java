package io.headwater.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class SampleApplicationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	void followsASimulatedChainByDefault(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(Map.of())) {
			await().atMost(PATIENCE)
				.untilAsserted(
						() -> assertThat(output).containsPattern("main: head 1 0x\\p{XDigit}{8} on 0x\\p{XDigit}{8} "));
			context.getBean(SimulatedNode.class).reorg(1);
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(output).contains("main: reorg of depth 1"));
			assertThat(post(context, "/faults/reorg?depth=1", "text/plain")).isEqualTo(415);
			assertThat(post(context, "/faults/reorg?depth=0", "application/json")).isEqualTo(400);
			assertThat(post(context, "/faults/reorg?depth=1", "application/json")).isEqualTo(204);
			assertThat(get(context, "/actuator/health")).contains("\"status\":\"UP\"");
			assertThat(get(context, "/actuator/metrics/headwater.heads"))
				.containsPattern("\"statistic\":\"COUNT\",\"value\":[1-9]");
		}
	}

	@Test
	void followsTheNodeThatItIsGiven(CapturedOutput output) {
		try (SimulatedNode node = SimulatedNode.create(new SimulatedChain(5)).start();
				ConfigurableApplicationContext context = run(
						Map.of("headwater.chains.main.nodes[0].url", node.url().toString()))) {
			node.awaitSubscriptions(1, PATIENCE);
			node.mine(3);
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(output).contains("main: head 3 "));
			assertThat(context.getBeansOfType(SimulatedNode.class)).isEmpty();
			assertThat(output).contains("Following chain 5 at ws://127.0.0.1:" + node.port());
		}
	}

	@Test
	void followsAnotherChainBesideTheSimulatedOne(CapturedOutput output) {
		try (SimulatedNode other = SimulatedNode.create(new SimulatedChain(5)).start();
				ConfigurableApplicationContext context = run(
						Map.of("headwater.chains.other.nodes[0].url", other.url().toString()))) {
			assertThat(context.getBeansOfType(SimulatedNode.class)).hasSize(1);
			other.awaitSubscriptions(1, PATIENCE);
			other.mine();
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(output).contains("other: head 1 ").contains("main: head 1 "));
		}
	}

	@Test
	void takesTheNodeFromAnEnvironmentVariableToo() {
		try (SimulatedNode node = SimulatedNode.create(new SimulatedChain(5)).start();
				ConfigurableApplicationContext context = new SpringApplicationBuilder(SampleApplication.class)
					.initializers((created) -> created.getEnvironment()
						.getPropertySources()
						.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
								Map.of("HEADWATER_CHAINS_MAIN_NODES_0_URL", node.url().toString()))))
					.run("--server.port=0")) {
			node.awaitSubscriptions(1, PATIENCE);
			assertThat(context.getBeansOfType(SimulatedNode.class)).isEmpty();
		}
	}

	@Test
	@Timeout(20)
	void endsWithinFiveSecondsAndLeavesNoThread(CapturedOutput output) {
		ConfigurableApplicationContext context = run(Map.of());
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(output).contains("main: head 1 "));
		long startNanos = System.nanoTime();
		context.close();
		assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(5));
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("headwater-") || name.startsWith("simulated-node"))
			.toList();
	}

	private static ConfigurableApplicationContext run(Map<String, Object> properties) {
		return new SpringApplicationBuilder(SampleApplication.class).properties(properties).run("--server.port=0");
	}

	private static String get(ConfigurableApplicationContext context, String path) {
		return send(context, HttpRequest.newBuilder(), path).body();
	}

	private static int post(ConfigurableApplicationContext context, String path, String contentType) {
		return send(context,
				HttpRequest.newBuilder().header("Content-Type", contentType).POST(BodyPublishers.ofString("{}")), path)
			.statusCode();
	}

	private static HttpResponse<String> send(ConfigurableApplicationContext context, HttpRequest.Builder request,
			String path) {
		URI uri = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
		try {
			return HttpClient.newHttpClient().send(request.uri(uri).build(), BodyHandlers.ofString());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
