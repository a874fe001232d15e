package io.headwater.test;

import java.util.ArrayList;
import java.util.List;

/**
 * One client's wish to hear of new heads. Keeps back what is announced before the client
 * was told the id.
 */
final class Subscription {

	private final List<Output> held = new ArrayList<>();

	private final String id;

	private final NodeConnection connection;

	private volatile boolean active;

	Subscription(String id, NodeConnection connection) {
		this.id = id;
		this.connection = connection;
	}

	String id() {
		return this.id;
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

	static String notification(String id, String result) {
		return "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"" + id
				+ "\",\"result\":" + result + "}}";
	}

	void announce(String head) {
		send(notification(this.id, head));
	}

	synchronized void send(String text) {
		Output message = Output.message(Moment.HEAD, text);
		if (this.active) {
			this.connection.send(message);
		}
		else {
			this.held.add(message);
		}
	}

}
