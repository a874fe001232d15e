package io.headwater.jsonrpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import io.headwater.transport.Connection;
import io.headwater.transport.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Speaks JSON-RPC 2.0 over one connection after another. Safe to use from any thread;
 * answers complete on the connection's reader thread, or on the scheduler's at their
 * deadline, so whoever depends on them must not wait.
 */
public final class JsonRpcClient {

	private static final int DEEPEST_NESTING = 32;

	private static final int LONGEST_NAME = 1024;

	private static final int LONGEST_NUMBER = 100;

	private static final long LEAST_FIRST_ID = (1L << 20) + 1;

	/**
	 * Leaves as many ids below the largest of 32 bits, as which some relays read them.
	 */
	private static final long LARGEST_FIRST_ID = 1L << 30;

	private final JsonFactory json = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(DEEPEST_NESTING)
			.maxNameLength(LONGEST_NAME)
			.maxNumberLength(LONGEST_NUMBER)
			.maxStringLength(Integer.MAX_VALUE)
			.build())
		// Detected, another encoding than UTF-8 would be read without byte positions.
		.disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
		.build();

	private final RequestWriter requests = new RequestWriter(this.json);

	private final JsonRpcSettings settings;

	private final ScheduledExecutorService scheduler;

	private final JsonRpcObserver observer;

	private final LongSupplier firstIds;

	private final AtomicLong subscriptionIds = new AtomicLong();

	private volatile @Nullable JsonRpcSession session;

	/**
	 * Create a client that has no connection yet.
	 * @param settings its limits
	 * @param scheduler runs the deadlines of calls
	 * @param observer hears of what is counted
	 * @param firstIds tells the id of the first call of each connection, such as
	 * {@link #randomIds}
	 */
	public JsonRpcClient(JsonRpcSettings settings, ScheduledExecutorService scheduler, JsonRpcObserver observer,
			LongSupplier firstIds) {
		this.settings = settings;
		this.scheduler = scheduler;
		this.observer = observer;
		this.firstIds = firstIds;
	}

	/**
	 * Let the ids of each connection begin at a random number above 2^20: a relay may
	 * send errors that nobody asked for, under small ids such as 1.
	 * @param random chooses them; safe to use from any thread
	 * @return what a client begins its ids with
	 */
	public static LongSupplier randomIds(RandomGenerator random) {
		return () -> random.nextLong(LEAST_FIRST_ID, LARGEST_FIRST_ID);
	}

	/**
	 * Begin to speak over a connection that has just opened.
	 * @param connection the connection
	 */
	public void attach(Connection connection) {
		detach();
		this.session = new JsonRpcSession(connection, this.json, this.settings, this.scheduler, this.observer,
				this.firstIds.getAsLong());
	}

	/**
	 * Give up the connection. Calls that wait for an answer fail.
	 */
	public void detach() {
		JsonRpcSession session = this.session;
		this.session = null;
		if (session != null) {
			session.end();
		}
	}

	/**
	 * Take a message of the connection.
	 * @param message the message
	 * @param receivedNanos when it came, on the transport's clock
	 */
	public void received(Payload message, long receivedNanos) {
		JsonRpcSession session = this.session;
		if (session != null) {
			session.received(message, receivedNanos);
		}
	}

	/**
	 * Call a method.
	 * @param <T> what the result becomes
	 * @param method the method's name
	 * @param reader reads the result
	 * @param params the parameters: strings and booleans
	 * @return the result, {@code null} for a JSON {@code null}; fails with a
	 * {@link JsonRpcException}
	 */
	public <T> CompletableFuture<@Nullable T> call(String method, ResultReader<T> reader, Object... params) {
		JsonRpcSession session = this.session;
		if (session == null) {
			return notConnected();
		}
		long id = session.nextId();
		return typed(session.call(id, method, this.requests.write(id, method, params), reader));
	}

	/**
	 * Make a subscription, which is bound on each connection by
	 * {@link #subscribe(Subscription)}.
	 * @param <T> what is announced
	 * @param reader reads what is announced
	 * @param handler takes what is announced
	 * @param params the parameters of {@code eth_subscribe}
	 * @return the subscription
	 */
	public <T> Subscription<T> subscription(ResultReader<T> reader, Subscription.Handler<T> handler, Object... params) {
		return new Subscription<>(this.subscriptionIds.incrementAndGet(), params, reader, handler);
	}

	/**
	 * Ask the node of the current connection to announce (EIP-1193,
	 * {@code eth_subscribe}).
	 * @param subscription what to announce, and to whom
	 * @return completes with the node's own id when the node has agreed; fails with a
	 * {@link JsonRpcException}
	 */
	public CompletableFuture<@Nullable String> subscribe(Subscription<?> subscription) {
		JsonRpcSession session = this.session;
		if (session == null) {
			return notConnected();
		}
		long id = session.nextId();
		String request = this.requests.write(id, "eth_subscribe", subscription.params());
		return typed(session.subscribe(id, "eth_subscribe", request, subscription));
	}

	/**
	 * Ask the node to announce no more for a subscription ({@code eth_unsubscribe}), and
	 * skip what it announces all the same. What the node answers changes nothing. Nothing
	 * happens if the subscription is not bound on the current connection.
	 * @param subscription what was subscribed to
	 */
	public void unsubscribe(Subscription<?> subscription) {
		JsonRpcSession session = this.session;
		Subscription.NodeId nodeId = (session != null) ? session.unbind(subscription) : null;
		if (session != null && nodeId != null) {
			long id = session.nextId();
			session.call(id, "eth_unsubscribe", this.requests.write(id, "eth_unsubscribe", nodeId),
					JsonRpcClient::skip);
		}
	}

	private static Boolean skip(JsonParser parser) {
		parser.skipChildren();
		return true;
	}

	private static <T> CompletableFuture<@Nullable T> notConnected() {
		return CompletableFuture.failedFuture(new JsonRpcException(CallOutcome.DISCONNECTED, "not connected"));
	}

	/** The reader that made the value has the type. */
	@SuppressWarnings("unchecked")
	private static <T> CompletableFuture<@Nullable T> typed(CompletableFuture<@Nullable Object> answer) {
		return (CompletableFuture<@Nullable T>) (CompletableFuture<?>) answer;
	}

}
