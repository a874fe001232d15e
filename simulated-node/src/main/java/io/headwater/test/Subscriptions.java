package io.headwater.test;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import io.headwater.test.NodeConnection.State;

/**
 * The {@code newHeads} subscriptions of all clients of one node.
 */
final class Subscriptions {

	private static final int ID_BYTES = 16;

	private final Map<String, Subscription> byId = new ConcurrentHashMap<>();

	private final SecureRandom random = new SecureRandom();

	private final ChangeSignal signal;

	Subscriptions(ChangeSignal signal) {
		this.signal = signal;
	}

	/**
	 * Add a subscription, which stays quiet until {@link #activate}.
	 * @param connection whose it is
	 * @return the id
	 */
	String open(NodeConnection connection) {
		byte[] bytes = new byte[ID_BYTES];
		this.random.nextBytes(bytes);
		String id = "0x" + HexFormat.of().formatHex(bytes);
		this.byId.put(id, new Subscription(id, connection));
		this.signal.signal();
		// A connection that closed just now has already removed what it had.
		if (connection.state() != State.OPEN) {
			this.byId.remove(id);
		}
		return id;
	}

	/**
	 * Let the new subscriptions of a connection send.
	 * @param connection the one whose client now knows its ids
	 */
	void activate(NodeConnection connection) {
		boolean activated = false;
		for (Subscription subscription : this.byId.values()) {
			if (subscription.connection() == connection && !subscription.isActive()) {
				subscription.activate();
				activated = true;
			}
		}
		if (activated) {
			this.signal.signal();
		}
	}

	boolean close(String id, NodeConnection connection) {
		Subscription subscription = this.byId.get(id);
		if (subscription == null || subscription.connection() != connection) {
			return false;
		}
		this.byId.remove(id);
		this.signal.signal();
		return true;
	}

	void removeAll(NodeConnection connection) {
		this.byId.values().removeIf((subscription) -> subscription.connection() == connection);
		this.signal.signal();
	}

	List<String> ids(NodeConnection connection) {
		return this.byId.values()
			.stream()
			.filter((subscription) -> subscription.connection() == connection)
			.map(Subscription::id)
			.toList();
	}

	void announce(String head) {
		this.byId.values().forEach((subscription) -> subscription.announce(head));
	}

	void send(UnaryOperator<String> message) {
		this.byId.values().forEach((subscription) -> subscription.send(message.apply(subscription.id())));
	}

	int count() {
		return this.byId.size();
	}

	/**
	 * Tell whether all clients were told the ids of their subscriptions.
	 * @return whether the answers are on their way
	 */
	boolean allActive() {
		return this.byId.values().stream().allMatch(Subscription::isActive);
	}

}
