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
	}

	@Override
	public void close() {
	}

	public List<String> sent() {
		return this.sent;
	}

}
