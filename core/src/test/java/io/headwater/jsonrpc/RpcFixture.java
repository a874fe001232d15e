package io.headwater.jsonrpc;

import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.headwater.testing.VirtualScheduler;
import io.headwater.transport.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client on a fake connection, and all that it tells.
 */
final class RpcFixture {

	static final Duration TIMEOUT = Duration.ofSeconds(10);

	static final int MAX_CALLS = 4;

	static final int MAX_HELD = 3;

	private static final JsonFactory JSON = new JsonFactory();

	/** Reads any value as its text without white space. */
	static final ResultReader<String> AS_TEXT = (parser) -> {
		if (parser.currentToken() == JsonToken.VALUE_NULL) {
			return null;
		}
		StringWriter text = new StringWriter();
		try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
			generator.copyCurrentStructure(parser);
		}
		return text.toString();
	};

	/** Reads the first element of an array of strings, and gives up at anything else. */
	static final ResultReader<String> STRICT = (parser) -> {
		if (parser.currentToken() != JsonToken.START_ARRAY || parser.nextToken() != JsonToken.VALUE_STRING) {
			throw new MalformedResultException("an array of strings");
		}
		String result = parser.getString();
		if (parser.nextToken() != JsonToken.END_ARRAY) {
			throw new MalformedResultException("one string");
		}
		return result;
	};

	final VirtualScheduler scheduler = new VirtualScheduler();

	final RecordingObserver observer = new RecordingObserver();

	final List<String> announced = new ArrayList<>();

	/** The id of the first call of the next connection. */
	long firstId = 1;

	FakeConnection connection = new FakeConnection();

	JsonRpcClient client;

	private final PayloadForm form;

	private long now;

	RpcFixture(PayloadForm form) {
		this.form = form;
		this.client = connect();
	}

	/** Go on with another connection, which has a client of its own. */
	void reconnect() {
		this.client.end();
		this.connection = new FakeConnection();
		this.client = connect();
	}

	private JsonRpcClient connect() {
		return new JsonRpcClient(this.connection, new JsonRpcSettings(TIMEOUT, MAX_CALLS, MAX_HELD), this.scheduler,
				this.observer, this.firstId);
	}

	/**
	 * Take a message in, the first one at 1 ns, and use its buffer for something else.
	 */
	void receive(String message) {
		receive(this.form.of(message));
	}

	void receive(Payload payload) {
		this.client.received(payload, ++this.now);
		PayloadForm.overwrite(payload);
	}

	CompletableFuture<@Nullable String> call() {
		return this.client.call("eth_test", AS_TEXT);
	}

	/**
	 * A subscription that notes what is announced, and when it came.
	 */
	Subscription<String> subscription(String name) {
		return this.client.subscription(AS_TEXT,
				(value, nanos) -> this.announced.add(name + " " + value + " @" + nanos), "newHeads");
	}

	/** Notes what is announced, and what of it could not be read. */
	Subscription.Handler<String> handler(String prefix) {
		return new Subscription.Handler<>() {

			@Override
			public void announced(String value, long receivedNanos) {
				RpcFixture.this.announced.add(prefix + value);
			}

			@Override
			public void unreadable(String fault, long receivedNanos) {
				RpcFixture.this.announced.add(prefix + "unreadable: " + fault);
			}

		};
	}

	/**
	 * Subscribe and have the node agree, which takes a call id and a message.
	 */
	void subscribed(String id) {
		CompletableFuture<@Nullable String> answer = this.client.subscribe(subscription("heads"));
		receive("{\"jsonrpc\":\"2.0\",\"id\":" + lastId() + ",\"result\":\"" + id + "\"}");
		assertThat(answer).isCompletedWithValue(id);
		this.observer.calls().clear();
	}

	static String notification(String id, String value) {
		return "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"" + id
				+ "\",\"result\":" + value + "}}";
	}

	/**
	 * Return the id of the last request.
	 */
	long lastId() {
		List<String> sent = this.connection.sent();
		String request = sent.get(sent.size() - 1);
		return Long.parseLong(request.replaceFirst(".*\"id\":(\\d+),.*", "$1"));
	}

	static JsonRpcException failure(CompletableFuture<?> answer) {
		assertThat(answer).isCompletedExceptionally();
		return (JsonRpcException) answer.handle((value, failure) -> failure).join();
	}

}
