package io.headwater.test;

import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.headwater.test.NodeConnection.State;

/**
 * The connections of one node, and what is done when something arrives on them. Lives as
 * long as the node, so that connections are numbered through over restarts.
 */
final class Connections implements ConnectionListener {

	private final Set<NodeConnection> all = ConcurrentHashMap.newKeySet();

	private final AtomicInteger nextIndex = new AtomicInteger();

	private final NodeConditions conditions;

	private final JsonRpcHandler handler;

	private final Subscriptions subscriptions;

	private final NodeJournal journal;

	private final ChangeSignal signal;

	Connections(NodeConditions conditions, JsonRpcHandler handler, Subscriptions subscriptions, NodeJournal journal,
			ChangeSignal signal) {
		this.conditions = conditions;
		this.handler = handler;
		this.subscriptions = subscriptions;
		this.journal = journal;
		this.signal = signal;
	}

	NodeConnection add(Socket socket) {
		NodeConnection connection = new NodeConnection(this.nextIndex.getAndIncrement(), new NodeSocket(socket),
				this.conditions, this);
		this.all.add(connection);
		this.signal.signal();
		connection.start();
		return connection;
	}

	/**
	 * Return the connections over which messages go now.
	 * @return a copy
	 */
	List<NodeConnection> open() {
		return this.all.stream().filter((connection) -> connection.state() == State.OPEN).toList();
	}

	/**
	 * Count the connections, also those over which no messages go yet or any more.
	 * @return how many
	 */
	int socketCount() {
		return this.all.size();
	}

	/**
	 * Close the sockets of all connections, also of those not open yet.
	 * @param reset whether to send a TCP reset instead of an orderly end
	 */
	void abortAll(boolean reset) {
		this.all.forEach((connection) -> connection.abort(reset));
	}

	@Override
	public void handshakeReceived(ReceivedHandshake request) {
		this.journal.add(request);
	}

	@Override
	public void messageReceived(NodeConnection connection, String text) {
		Output answer = this.handler.handle(text, connection);
		if (answer != null) {
			connection.send(answer);
		}
		// Only now may heads be announced: the client knows its subscription's id.
		this.subscriptions.activate(connection);
	}

	@Override
	public List<String> subscriptions(NodeConnection connection) {
		return this.subscriptions.ids(connection);
	}

	@Override
	public void stateChanged(NodeConnection connection) {
		if (connection.state().compareTo(State.CLOSING) >= 0) {
			this.subscriptions.removeAll(connection);
		}
		if (connection.state() == State.CLOSED) {
			this.all.remove(connection);
		}
		this.signal.signal();
	}

}
