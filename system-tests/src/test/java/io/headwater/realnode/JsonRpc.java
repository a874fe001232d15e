package io.headwater.realnode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the methods of a node over HTTP.
 */
final class JsonRpc {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI url;

	private final Duration limit;

	JsonRpc(URI url, Duration limit) {
		this.url = url;
		this.limit = limit;
	}

	JsonNode call(String method, Object... params) {
		Map<String, Object> request = Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", List.of(params));
		JsonNode response = JSON.readTree(post(method, JSON.writeValueAsString(request)));
		JsonNode error = response.get("error");
		if (error != null) {
			throw new JsonRpcException(method, error.path("code").asInt(), error.path("message").asString());
		}
		return response.path("result");
	}

	private String post(String method, String body) {
		HttpRequest request = HttpRequest.newBuilder(this.url)
			.timeout(this.limit)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build();
		try {
			return this.http.send(request, BodyHandlers.ofString()).body();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for the answer to " + method, ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(method + " got no answer from " + this.url, ex);
		}
	}

}
