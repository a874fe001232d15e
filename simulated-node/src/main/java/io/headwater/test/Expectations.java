package io.headwater.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * Waits for what a test expects of the clients of a node, and says at the deadline what
 * there is instead.
 */
final class Expectations {

	private final Connections connections;

	private final Subscriptions subscriptions;

	private final NodeJournal journal;

	private final ChangeSignal signal;

	Expectations(Connections connections, Subscriptions subscriptions, NodeJournal journal, ChangeSignal signal) {
		this.connections = connections;
		this.subscriptions = subscriptions;
		this.journal = journal;
		this.signal = signal;
	}

	void awaitSockets(int count, Duration timeout) {
		awaitCount(count, this.connections::socketCount, "TCP connections", timeout);
	}

	void awaitConnections(int count, Duration timeout) {
		awaitCount(count, () -> this.connections.open().size(), "connections", timeout);
	}

	private void awaitCount(int count, IntSupplier counted, String what, Duration timeout) {
		this.signal.await(() -> counted.getAsInt() == count, timeout,
				() -> "Expected " + count + " " + what + " but there are " + counted.getAsInt());
	}

	void awaitSubscriptions(int count, Duration timeout) {
		this.signal.await(() -> this.subscriptions.count() == count && this.subscriptions.allActive(), timeout,
				() -> "Expected " + count + " subscriptions but there are " + this.subscriptions.count()
						+ "; so far there were " + seen());
	}

	/**
	 * A client that was refused, such as one that wants another chain, has come no
	 * further than its calls.
	 */
	private String seen() {
		Map<String, Long> calls = this.journal.requests()
			.stream()
			.collect(Collectors.groupingBy(ReceivedRequest::method, TreeMap::new, Collectors.counting()));
		return this.journal.handshakes().size() + " handshakes, of which " + this.connections.open().size()
				+ " are open, and calls " + calls;
	}

	/**
	 * Wait for the calls of a method.
	 * @return all that the journal remembers, oldest first
	 */
	List<ReceivedRequest> awaitRequests(String method, int count, Duration timeout) {
		this.signal.await(() -> this.journal.requests(method).size() >= count, timeout, () -> "Expected " + count
				+ " calls of " + method + " but there are " + this.journal.requests(method).size());
		return this.journal.requests(method);
	}

}
