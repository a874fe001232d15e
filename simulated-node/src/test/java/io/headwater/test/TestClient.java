package io.headwater.test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client of the JDK that keeps what it receives until a test asks.
 */
final class TestClient implements WebSocket.Listener, AutoCloseable {

	private static final HttpClient http = HttpClient.newHttpClient();

	private static final JsonMapper mapper = JsonMapper.builder().build();

	private static final int SECONDS = 10;

	private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

	private final BlockingQueue<ByteBuffer> pongs = new LinkedBlockingQueue<>();

	private final CompletableFuture<String> end = new CompletableFuture<>();

	private final StringBuilder parts = new StringBuilder();

	private final WebSocket socket;

	private TestClient(HttpClient client, URI url, String... headers) {
		WebSocket.Builder builder = client.newWebSocketBuilder();
		for (int i = 0; i < headers.length; i += 2) {
			builder.header(headers[i], headers[i + 1]);
		}
		this.socket = within(builder.buildAsync(url, this));
	}

	static TestClient connect(SimulatedNode node) {
		return connect(node.url());
	}

	static TestClient connect(URI url, String... headers) {
		return new TestClient(http, url, headers);
	}

	static TestClient connect(HttpClient client, URI url) {
		return new TestClient(client, url);
	}

	static CompletableFuture<WebSocket> connectLater(URI url) {
		return http.newWebSocketBuilder().buildAsync(url, new WebSocket.Listener() {
		});
	}

	WebSocket socket() {
		return this.socket;
	}

	void send(String text) {
		within(this.socket.sendText(text, true));
	}

	void request(String method, String params) {
		send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}");
	}

	/**
	 * Call a method and take the next message for its answer.
	 */
	JsonNode call(String method, String params) {
		request(method, params);
		return nextJson();
	}

	JsonNode result(String method, String params) {
		JsonNode answer = call(method, params);
		assertThat(answer.has("result")).as("result in %s", answer).isTrue();
		return answer.get("result");
	}

	String subscribe() {
		return result("eth_subscribe", "[\"newHeads\"]").stringValue();
	}

	String next() {
		String message = poll(SECONDS * 1000);
		assertThat(message).as("a message within %s s", SECONDS).isNotNull();
		return message;
	}

	JsonNode nextJson() {
		return mapper.readTree(next());
	}

	/**
	 * Take the next message for a notification.
	 * @return the number of the head in it
	 */
	String nextHead() {
		JsonNode message = nextJson();
		assertThat(message.path("method").asString("")).as("method of %s", message).isEqualTo("eth_subscription");
		return message.get("params").get("result").get("hash").stringValue();
	}

	/**
	 * Check that nothing was sent before the answer to a call made now.
	 */
	void receivesNoHead() {
		assertThat(result("net_version", "[]").isString()).isTrue();
	}

	@Nullable String poll(int millis) {
		try {
			return this.messages.poll(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	ByteBuffer nextPong() throws InterruptedException {
		ByteBuffer pong = this.pongs.poll(SECONDS, TimeUnit.SECONDS);
		assertThat(pong).isNotNull();
		return pong;
	}

	/**
	 * Wait for the end of the connection by a close frame or a reset. The JDK's client
	 * (17 and 25) now and then misses a bare end of the stream: {@link RawClient} does
	 * not.
	 * @return the close status and reason, or "error"
	 */
	String awaitEnd() {
		return within(this.end);
	}

	static <T> T within(Future<T> future) {
		try {
			return future.get(SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new AssertionError(ex);
		}
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
		this.parts.append(data);
		if (last) {
			this.messages.add(this.parts.toString());
			this.parts.setLength(0);
		}
		socket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
		this.pongs.add(message);
		socket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
		this.end.complete(code + " " + reason);
		return null;
	}

	@Override
	public void onError(WebSocket socket, Throwable error) {
		this.end.complete("error");
	}

	@Override
	public void close() {
		this.socket.abort();
	}

}
