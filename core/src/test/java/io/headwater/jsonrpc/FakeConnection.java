package io.headwater.jsonrpc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.headwater.transport.Connection;

/**
 * A connection that keeps what is sent.
 */
public final class FakeConnection implements Connection {

	private final List<String> sent = new ArrayList<>();

	private Runnable onSend = () -> {
	};

	/** Do this whenever something is sent. */
	public void onSend(Runnable onSend) {
		this.onSend = onSend;
	}

	@Override
	public long generation() {
		return 1;
	}

	@Override
	public Duration sinceLastFrame() {
		return Duration.ZERO;
	}

	@Override
	public void send(String text) {
		this.sent.add(text);
		this.onSend.run();
	}

	@Override
	public void close() {
	}

	public List<String> sent() {
		return this.sent;
	}

}
