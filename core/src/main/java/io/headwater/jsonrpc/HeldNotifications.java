package io.headwater.jsonrpc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import io.headwater.transport.Payload;

/**
 * What came for a subscription before the reply that names it: a node may announce first
 * and reply then. Bounded in number and length; for the reader thread only.
 */
final class HeldNotifications {

	private static final int MAX_LENGTH = 256 * 1024;

	private final int maxCount;

	private final Queue<Held> held = new ArrayDeque<>();

	private int length;

	HeldNotifications(int maxCount) {
		this.maxCount = maxCount;
	}

	/** Return whether there was room to keep it. */
	boolean hold(String subscriptionId, Payload value, long receivedNanos) {
		if (this.held.size() >= this.maxCount || value.length() > MAX_LENGTH - this.length) {
			return false;
		}
		this.length += value.length();
		this.held.add(new Held(subscriptionId, value.copy(), receivedNanos));
		return true;
	}

	/** Take out what is held for a subscription, in the order in which it came. */
	List<Held> release(String subscriptionId) {
		List<Held> result = new ArrayList<>();
		this.held.removeIf((one) -> one.subscriptionId().equals(subscriptionId) && result.add(one));
		result.forEach((one) -> this.length -= one.value().length());
		return result;
	}

	/** Drop the rest, and return how many there were. */
	int clear() {
		int count = this.held.size();
		this.held.clear();
		this.length = 0;
		return count;
	}

	/** One of them. */
	record Held(String subscriptionId, Payload value, long receivedNanos) {
	}

}
