package io.headwater.endurance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiConsumer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads all that Actuator's endpoints show: every link of their index, and what is named
 * in the metrics, the environment and the groups of loggers.
 */
final class ActuatorCrawl {

	/** The whole memory, where each secret has to be. */
	private static final String HEAP_DUMP = "heapdump";

	private static final JsonMapper json = new JsonMapper();

	private final HttpClient client = HttpClient.newHttpClient();

	private final Set<String> read = new LinkedHashSet<>();

	private final String server;

	private final BiConsumer<String, String> reader;

	ActuatorCrawl(String server, BiConsumer<String, String> reader) {
		this.server = server;
		this.reader = reader;
	}

	void readEverything() {
		for (JsonNode link : json.readTree(get("/actuator")).get("_links")) {
			String path = URI.create(link.get("href").asString().replaceAll("[{}]", "_")).getPath();
			if (!link.get("templated").asBoolean() && !path.endsWith(HEAP_DUMP)) {
				get(path);
			}
		}
		json.readTree(get("/actuator/metrics"))
			.get("names")
			.forEach((name) -> get("/actuator/metrics/" + name.asString()));
		get("/actuator/configprops/headwater");
		get("/actuator/env/headwater.chains.mute.nodes%5B0%5D.url");
		get("/actuator/env/headwater.chains.mute.nodes%5B0%5D.headers.X-Key");
		get("/actuator/env/sun.java.command");
	}

	/** The paths that were read. */
	Set<String> read() {
		return this.read;
	}

	private String get(String path) {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create(this.server + path))
				.timeout(Duration.ofSeconds(60))
				.build();
			String body = this.client.send(request, BodyHandlers.ofString()).body();
			assertThat(body).as(path).isNotEmpty();
			this.reader.accept(path, body);
			this.read.add(path);
			return body;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(path, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
