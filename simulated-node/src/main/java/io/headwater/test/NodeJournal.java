package io.headwater.test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What clients have sent to a node, as far back as there is room.
 */
final class NodeJournal {

	private static final int MAX_REQUESTS = 10_000;

	private static final int MAX_HANDSHAKES = 1_000;

	private final Deque<ReceivedRequest> requests = new ArrayDeque<>();

	private final Deque<ReceivedHandshake> handshakes = new ArrayDeque<>();

	private final ChangeSignal signal;

	NodeJournal(ChangeSignal signal) {
		this.signal = signal;
	}

	void add(ReceivedRequest request) {
		add(this.requests, request, MAX_REQUESTS);
	}

	void add(ReceivedHandshake handshake) {
		add(this.handshakes, handshake, MAX_HANDSHAKES);
	}

	synchronized List<ReceivedRequest> requests() {
		return List.copyOf(this.requests);
	}

	synchronized List<ReceivedRequest> requests(String method) {
		return this.requests.stream().filter((request) -> request.method().equals(method)).toList();
	}

	synchronized void clearRequests() {
		this.requests.clear();
	}

	synchronized List<ReceivedHandshake> handshakes() {
		return List.copyOf(this.handshakes);
	}

	private <T> void add(Deque<T> entries, T entry, int capacity) {
		synchronized (this) {
			if (entries.size() == capacity) {
				entries.remove();
			}
			entries.add(entry);
		}
		// Outside of the lock: those who wait read this journal under the signal's.
		this.signal.signal();
	}

}
