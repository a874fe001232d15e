package io.headwater.jsonrpc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

import io.headwater.transport.Connection;
import io.headwater.transport.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Speaks JSON-RPC 2.0 over one connection: its calls and its subscriptions. It begins
 * empty with the connection and ends with it, so that nothing of an earlier connection
 * can be mistaken for its own. Safe to use from any thread; answers complete on the
 * connection's reader thread, or on the scheduler's at their deadline, so whoever depends
 * on them must not wait.
 */
public final class JsonRpcClient {

	private static final Pattern PLAIN_ID = Pattern.compile("\\w+");

	private static final int DEEPEST_NESTING = 32;

	private static final int LONGEST_NAME = 1024;

	private static final int LONGEST_NUMBER = 100;

	private static final long LEAST_FIRST_ID = (1L << 20) + 1;

	/** Leaves as many ids below the largest of 32 bits, which some relays use. */
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

	private final Connection connection;

	private final JsonRpcSettings settings;

	private final ScheduledExecutorService scheduler;

	private final JsonRpcObserver observer;

	private final MessageReader messages = new MessageReader(this.json, new Known());

	private final Map<Long, PendingCall> calls = new ConcurrentHashMap<>();

	private final Map<String, Bound> subscriptions = new ConcurrentHashMap<>();

	private final HeldNotifications held;

	private final AtomicLong ids;

	private final AtomicInteger subscribing = new AtomicInteger();

	/** Of the subscription that was bound last. */
	private volatile @Nullable UsualAnnouncement usual;

	private volatile boolean ended;

	/**
	 * Create a client for a connection that has just opened.
	 * @param observer hears of what is counted
	 * @param firstId the id of the first call, such as {@link #randomFirstId}
	 */
	public JsonRpcClient(Connection connection, JsonRpcSettings settings, ScheduledExecutorService scheduler,
			JsonRpcObserver observer, long firstId) {
		this.connection = connection;
		this.settings = settings;
		this.scheduler = scheduler;
		this.observer = observer;
		this.held = new HeldNotifications(settings.maxHeldNotifications());
		this.ids = new AtomicLong(firstId);
	}

	/**
	 * Choose a first id above 2^20: a relay may send errors that nobody asked for, under
	 * small ids such as 1.
	 * @return the id of the first call of a connection
	 */
	public static long randomFirstId(RandomGenerator random) {
		return random.nextLong(LEAST_FIRST_ID, LARGEST_FIRST_ID);
	}

	/** Give up the connection. Calls that wait for an answer fail, later ones at once. */
	public void end() {
		this.ended = true;
		List.copyOf(this.calls.keySet())
			.forEach((id) -> fail(id, CallOutcome.DISCONNECTED, "the connection has ended"));
	}

	/**
	 * Take a message of the connection. Called on its reader thread, for one message
	 * after another.
	 * @param receivedNanos when it came, on the transport's clock
	 */
	public void received(Payload message, long receivedNanos) {
		if (this.ended) {
			return;
		}
		UsualAnnouncement usual = this.usual;
		Object value = (usual != null) ? usual.read(message) : null;
		if (usual != null && value != null) {
			usual.subscription().announce(value, receivedNanos);
			return;
		}
		List<Incoming> all = this.messages.read(message);
		for (Incoming incoming : all) {
			accept(incoming, receivedNanos);
		}
	}

	/**
	 * Call a method.
	 * @param params the parameters: strings and booleans
	 * @return the result, {@code null} for a JSON {@code null}; fails with a
	 * {@link JsonRpcException}
	 */
	public <T> CompletableFuture<@Nullable T> call(String method, ResultReader<T> reader, Object... params) {
		return typed(send(new PendingCall(method, reader, null), params));
	}

	/**
	 * Make a subscription, which begins with {@link #subscribe(Subscription)}.
	 * @param params the parameters of {@code eth_subscribe}
	 */
	public <T> Subscription<T> subscription(ResultReader<T> reader, Subscription.Handler<T> handler, Object... params) {
		return new Subscription<>(params, reader, handler);
	}

	/**
	 * Ask the node to announce (EIP-1193, {@code eth_subscribe}).
	 * @return completes with the node's own id when the node has agreed; fails with a
	 * {@link JsonRpcException}
	 */
	public CompletableFuture<@Nullable String> subscribe(Subscription<?> subscription) {
		return typed(
				send(new PendingCall("eth_subscribe", Subscription.NodeId::read, subscription), subscription.params()));
	}

	/**
	 * Ask the node to announce no more for a subscription ({@code eth_unsubscribe}), and
	 * skip what it announces all the same. What the node answers changes nothing. Nothing
	 * happens if the node has not agreed to the subscription.
	 */
	public void unsubscribe(Subscription<?> subscription) {
		Subscription.NodeId nodeId = this.ended ? null : unbind(subscription);
		if (nodeId != null) {
			send(new PendingCall("eth_unsubscribe", JsonRpcClient::skip, null), nodeId);
		}
	}

	private static Boolean skip(JsonParser parser) {
		parser.skipChildren();
		return true;
	}

	private CompletableFuture<@Nullable Object> send(PendingCall call, Object... params) {
		if (this.ended) {
			return CompletableFuture.failedFuture(new JsonRpcException(CallOutcome.DISCONNECTED, "not connected"));
		}
		if (call.subscription() != null) {
			this.subscribing.incrementAndGet();
		}
		long id = this.ids.getAndIncrement();
		if (this.calls.size() >= this.settings.maxPendingCalls()) {
			finish(call, null, new JsonRpcException(CallOutcome.REJECTED, "too many calls wait for an answer"));
			return call.answer();
		}
		this.calls.put(id, call);
		try {
			String request = this.requests.write(id, call.method(), params);
			call.deadline(this.scheduler.schedule(() -> timedOut(id), this.settings.requestTimeout().toNanos(),
					TimeUnit.NANOSECONDS));
			this.connection.send(request);
		}
		// An error, too: whoever asks would wait for ever.
		catch (Throwable ex) {
			fail(id, CallOutcome.DISCONNECTED, "the call could not be made (" + ex.getClass().getSimpleName() + ")");
		}
		if (this.ended) {
			fail(id, CallOutcome.DISCONNECTED, "the connection has ended");
		}
		return call.answer();
	}

	/** Forget the node's id of a subscription, {@code null} if there is none. */
	private Subscription.@Nullable NodeId unbind(Subscription<?> subscription) {
		for (Bound bound : this.subscriptions.values()) {
			if (bound.subscription() == subscription) {
				this.subscriptions.remove(bound.id().text());
				this.usual = null;
				return bound.id();
			}
		}
		return null;
	}

	private void accept(Incoming incoming, long receivedNanos) {
		if (incoming instanceof Incoming.Notification notification) {
			notification.subscription().announce(notification.value(), receivedNanos);
		}
		else if (incoming instanceof Incoming.Unreadable unreadable) {
			unreadable.subscription().unreadable(unreadable.fault(), receivedNanos);
		}
		else if (incoming instanceof Incoming.Reply reply) {
			answered(reply);
		}
		else if (incoming instanceof Incoming.Unbound unbound) {
			Bound bound = this.subscriptions.get(unbound.subscriptionId());
			if (bound != null) {
				// An earlier part of the same batch gave the id.
				announce(unbound.value(), receivedNanos, bound.subscription());
			}
			else if (!mayBecomeBound(unbound.subscriptionId())
					|| !this.held.hold(unbound.subscriptionId(), unbound.value(), receivedNanos)) {
				this.observer.rejected(FrameRejection.UNKNOWN_SUBSCRIPTION);
			}
		}
		else if (incoming instanceof Incoming.Rejected rejected) {
			this.observer.rejected(rejected.reason());
		}
	}

	/** An id that no reply may name must not be held either, however long it is. */
	private boolean mayBecomeBound(String subscriptionId) {
		return this.subscribing.get() > 0 && !Subscription.NodeId.isTooLong(subscriptionId.length());
	}

	private void answered(Incoming.Reply reply) {
		PendingCall call = this.calls.remove(reply.id());
		if (call == null) {
			this.observer.rejected(FrameRejection.UNKNOWN_ID);
			return;
		}
		Subscription<?> subscription = call.subscription();
		if (subscription != null && reply.result() instanceof Subscription.NodeId id) {
			bind(id, subscription);
			finish(call, id.text(), null);
			this.held.release(id.text()).forEach((one) -> announce(one.value(), one.receivedNanos(), subscription));
		}
		else {
			finish(call, reply.result(), reply.failure());
		}
		if (this.subscribing.get() == 0) {
			for (int dropped = this.held.clear(); dropped > 0; dropped--) {
				this.observer.rejected(FrameRejection.UNKNOWN_SUBSCRIPTION);
			}
		}
	}

	private void bind(Subscription.NodeId id, Subscription<?> subscription) {
		this.subscriptions.put(id.text(), new Bound(id, subscription));
		String json = id.isNumber() ? id.text() : "\"" + id.text() + "\"";
		// What JSON would escape is no usual id.
		boolean isUsual = id.isNumber() || PLAIN_ID.matcher(id.text()).matches();
		this.usual = isUsual ? new UsualAnnouncement(json, subscription) : null;
	}

	private void announce(Payload value, long receivedNanos, Subscription<?> subscription) {
		accept(Envelope.announcement(subscription, this.messages.read(value, subscription.reader())), receivedNanos);
	}

	private void timedOut(long id) {
		fail(id, CallOutcome.TIMEOUT, "no answer within " + this.settings.requestTimeout().toMillis() + " ms");
	}

	private void fail(long id, CallOutcome outcome, String message) {
		PendingCall call = this.calls.remove(id);
		if (call != null) {
			finish(call, null, new JsonRpcException(outcome, message));
		}
	}

	private void finish(PendingCall call, @Nullable Object result, @Nullable JsonRpcException failure) {
		if (failure != null && failure.outcome() == CallOutcome.MALFORMED) {
			this.observer.malformed(call.method(), String.valueOf(failure.getMessage()));
		}
		this.observer.called(call.method(), (failure != null) ? failure.outcome() : CallOutcome.SUCCESS);
		if (call.subscription() != null) {
			this.subscribing.decrementAndGet();
		}
		call.complete(result, failure);
	}

	/** The reader that made the value has the type. */
	@SuppressWarnings("unchecked")
	private static <T> CompletableFuture<@Nullable T> typed(CompletableFuture<@Nullable Object> answer) {
		return (CompletableFuture<@Nullable T>) (CompletableFuture<?>) answer;
	}

	/** Tells whose a value is while a message is read. */
	private final class Known implements Lookup {

		@Override
		public @Nullable ResultReader<?> call(long id) {
			PendingCall call = JsonRpcClient.this.calls.get(id);
			return (call != null) ? call.reader() : null;
		}

		@Override
		public @Nullable Subscription<?> subscription(String id) {
			Bound bound = JsonRpcClient.this.subscriptions.get(id);
			return (bound != null) ? bound.subscription() : null;
		}

	}

	/** A subscription that has an id of the node. */
	private record Bound(Subscription.NodeId id, Subscription<?> subscription) {
	}

}
