package io.headwater.jsonrpc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import io.headwater.transport.Connection;
import io.headwater.transport.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonFactory;

/**
 * The calls and subscriptions of one connection. It begins empty with the connection and
 * ends with it, so that nothing of an earlier connection can be mistaken for its own.
 */
final class JsonRpcSession implements Lookup {

	private static final Pattern PLAIN_ID = Pattern.compile("\\w+");

	private final Connection connection;

	private final JsonRpcSettings settings;

	private final ScheduledExecutorService scheduler;

	private final JsonRpcObserver observer;

	private final MessageReader messages;

	private final Map<Long, PendingCall> calls = new ConcurrentHashMap<>();

	private final Map<String, Bound> subscriptions = new ConcurrentHashMap<>();

	private final HeldNotifications held;

	private final AtomicLong ids;

	private final AtomicInteger subscribing = new AtomicInteger();

	/** Of the subscription that was bound last. */
	private volatile @Nullable UsualAnnouncement usual;

	private volatile boolean ended;

	JsonRpcSession(Connection connection, JsonFactory json, JsonRpcSettings settings,
			ScheduledExecutorService scheduler, JsonRpcObserver observer, long firstId) {
		this.connection = connection;
		this.settings = settings;
		this.scheduler = scheduler;
		this.observer = observer;
		this.messages = new MessageReader(json, this);
		this.held = new HeldNotifications(settings.maxHeldNotifications());
		this.ids = new AtomicLong(firstId);
	}

	long nextId() {
		return this.ids.getAndIncrement();
	}

	CompletableFuture<@Nullable Object> call(long id, String method, String request, ResultReader<?> reader) {
		return call(id, request, new PendingCall(method, reader, null));
	}

	CompletableFuture<@Nullable Object> subscribe(long id, String method, String request,
			Subscription<?> subscription) {
		this.subscribing.incrementAndGet();
		return call(id, request, new PendingCall(method, Subscription.NodeId::read, subscription));
	}

	private CompletableFuture<@Nullable Object> call(long id, String request, PendingCall call) {
		if (this.calls.size() >= this.settings.maxPendingCalls()) {
			finish(call, null, new JsonRpcException(CallOutcome.REJECTED, "too many calls wait for an answer"));
			return call.answer();
		}
		this.calls.put(id, call);
		call.deadline(this.scheduler.schedule(() -> timedOut(id), this.settings.requestTimeout().toNanos(),
				TimeUnit.NANOSECONDS));
		this.connection.send(request);
		if (this.ended) {
			fail(id, CallOutcome.DISCONNECTED, "the connection has ended");
		}
		return call.answer();
	}

	/**
	 * Forget the node's id of a subscription.
	 * @return the id, or {@code null} if there is none
	 */
	Subscription.@Nullable NodeId unbind(Subscription<?> subscription) {
		for (Bound bound : this.subscriptions.values()) {
			if (bound.subscription() == subscription) {
				this.subscriptions.remove(bound.id().text());
				this.usual = null;
				return bound.id();
			}
		}
		return null;
	}

	void received(Payload message, long receivedNanos) {
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
			Subscription<?> subscription = subscription(unbound.subscriptionId());
			if (subscription != null) {
				// An earlier part of the same batch gave the id.
				announce(unbound.value(), receivedNanos, subscription);
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

	void end() {
		this.ended = true;
		List.copyOf(this.calls.keySet())
			.forEach((id) -> fail(id, CallOutcome.DISCONNECTED, "the connection has ended"));
	}

	@Override
	public @Nullable ResultReader<?> call(long id) {
		PendingCall call = this.calls.get(id);
		return (call != null) ? call.reader() : null;
	}

	@Override
	public @Nullable Subscription<?> subscription(String id) {
		Bound bound = this.subscriptions.get(id);
		return (bound != null) ? bound.subscription() : null;
	}

	/**
	 * A subscription that has an id of the node.
	 */
	private record Bound(Subscription.NodeId id, Subscription<?> subscription) {
	}

}
