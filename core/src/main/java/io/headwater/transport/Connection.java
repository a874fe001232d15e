package io.headwater.transport;

import java.time.Duration;

/**
 * One connection to a node, from the attempt to its end. Safe to use from any thread;
 * nothing waits.
 */
public interface Connection {

	/** Return which connection of its transport this is, counted from 1. */
	long generation();

	/**
	 * Return how long ago the last frame came that was a part of a message, the answer to
	 * a ping or, where the client tells of it, a ping. While a node is there at all it is
	 * short: one that sends nothing is pinged.
	 * @return the time since then, or since the connection was opened
	 */
	Duration sinceLastFrame();

	/**
	 * Send a text message. It leaves as soon as those before it have left; if it cannot,
	 * the connection ends. Ignored once the connection has ended.
	 */
	void send(String text);

	/**
	 * End the connection. No callback begins after this returns; one that runs at this
	 * moment may still be finishing.
	 */
	void close();

}
