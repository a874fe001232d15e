package io.headwater.test;

import java.util.ArrayList;
import java.util.List;

/**
 * One client's wish to hear of new heads. Keeps back what is announced before the client
 * was told the id.
 */
final class Subscription {

	private final List<String> held = new ArrayList<>();

	private final String id;

	private final NodeConnection connection;

	private volatile boolean active;

	Subscription(String id, NodeConnection connection) {
		this.id = id;
		this.connection = connection;
	}

	NodeConnection connection() {
		return this.connection;
	}

	boolean isActive() {
		return this.active;
	}

	synchronized void activate() {
		this.held.forEach(this.connection::send);
		this.held.clear();
		this.active = true;
	}

	synchronized void announce(String head) {
		String message = "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\""
				+ this.id + "\",\"result\":" + head + "}}";
		if (this.active) {
			this.connection.send(message);
		}
		else {
			this.held.add(message);
		}
	}

}
