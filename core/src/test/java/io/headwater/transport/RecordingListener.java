package io.headwater.transport;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.headwater.websocket.ConnectionLoss;

/**
 * Keeps what is told of a connection, in order.
 */
final class RecordingListener implements ConnectionListener {

	private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

	private final List<ConnectionLoss> losses = Collections.synchronizedList(new ArrayList<>());

	private Runnable next = () -> {
	};

	/**
	 * Do this in each call but the last.
	 */
	void then(Runnable next) {
		this.next = next;
	}

	@Override
	public void opened(Connection connection) {
		this.heard.add("opened " + connection.generation());
		this.next.run();
	}

	@Override
	public void received(Payload payload, long receivedNanos) {
		this.heard.add(PayloadTests.text(payload) + " @" + receivedNanos);
		this.next.run();
	}

	@Override
	public void lost(ConnectionLoss loss) {
		this.heard.add("lost " + loss.kind());
		this.losses.add(loss);
	}

	List<String> heard() {
		return this.heard;
	}

	List<ConnectionLoss> losses() {
		return this.losses;
	}

}
