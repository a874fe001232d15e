package io.headwater.endpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Consumer;

import io.headwater.ListenerFailedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole application that follows a simulated node, as an operator reaches it over HTTP.
 */
final class OperatedApplication implements AutoCloseable {

	static final Duration PATIENCE = OperatedStream.PATIENCE;

	static final String JSON = "application/json";

	static final String UNRESTRICTED = "management.endpoint.headwater.access=unrestricted";

	final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	private final HttpClient http = HttpClient.newHttpClient();

	/**
	 * Run the application, whose node has three blocks unless the test has mined others.
	 */
	void run(Use use, String... properties) throws Exception {
		if (this.node.chain().head().number() == 0) {
			this.node.mine(3);
		}
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "management.endpoints.web.exposure.include=headwater,info,health,metrics",
					"headwater.chains.main.start=0", "headwater.defaults.finality.enabled=false",
					"spring.main.banner-mode=off",
					"headwater.chains.main.nodes[0].url=" + this.node.url("/v3/" + OperatedStream.SECRET),
					"headwater.defaults.reconnect.initial-delay=20ms", "headwater.defaults.reconnect.max-delay=100ms")
			.properties(properties)
			.run()) {
			use.with(new Actuator(context, this.http));
		}
	}

	@Override
	public void close() {
		this.node.close();
	}

	interface Use {

		void with(Actuator actuator) throws Exception;

	}

	/**
	 * The application's endpoints, over HTTP.
	 */
	record Actuator(ConfigurableApplicationContext context, HttpClient http) {

		private static final JsonMapper json = new JsonMapper();

		JsonNode get(String path) throws IOException, InterruptedException {
			return read(send("GET", path));
		}

		JsonNode act(String action) throws IOException, InterruptedException {
			return read(tryTo("main", action));
		}

		JsonNode replay(long block) throws IOException, InterruptedException {
			return read(post("/main", JSON, "{\"action\":\"replay\",\"block\":" + block + "}"));
		}

		HttpResponse<String> tryTo(String chain, String action) throws IOException, InterruptedException {
			return post("/" + chain, JSON, "{\"action\":\"" + action + "\"}");
		}

		private static JsonNode read(HttpResponse<String> response) {
			assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
			return json.readTree(response.body());
		}

		void await(Consumer<JsonNode> assertion) {
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertion.accept(get("/main")));
		}

		double measured(String meter, String statistic) throws IOException, InterruptedException {
			for (JsonNode measurement : read(raw("GET", "/actuator/metrics/" + meter)).get("measurements")) {
				if (measurement.get("statistic").asString().equals(statistic)) {
					return measurement.get("value").asDouble();
				}
			}
			throw new AssertionError(meter + " has no " + statistic);
		}

		HttpResponse<String> post(String path, @Nullable String contentType, String body, String... headers)
				throws IOException, InterruptedException {
			HttpRequest.Builder request = HttpRequest.newBuilder(uri("/actuator/headwater" + path))
				.POST(HttpRequest.BodyPublishers.ofString(body));
			if (contentType != null) {
				request.header("Content-Type", contentType);
			}
			return send((headers.length > 0) ? request.headers(headers) : request);
		}

		HttpResponse<String> send(String method, String path, String... headers)
				throws IOException, InterruptedException {
			return raw(method, "/actuator/headwater" + path, headers);
		}

		HttpResponse<String> raw(String method, String path, String... headers)
				throws IOException, InterruptedException {
			HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
				.method(method, HttpRequest.BodyPublishers.noBody());
			return send((headers.length > 0) ? request.headers(headers) : request);
		}

		private URI uri(String path) {
			int port = ((WebServerApplicationContext) this.context).getWebServer().getPort();
			return URI.create("http://127.0.0.1:" + port + path);
		}

		private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
			return this.http.send(request.build(), BodyHandlers.ofString());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Wallet wallet() {
			return new Wallet();
		}

	}

	/** A test that holds it makes it slow. */
	static class Wallet {

		private long newest;

		@EventListener
		synchronized void on(NewHeadEvent event) {
			this.newest = event.head().number();
		}

		@EventListener
		void on(ListenerFailedEvent event) {
			throw new AssertionError("no listener fails here, at " + this.newest);
		}

	}

}
