package io.headwater.transport;

/**
 * One connection to a node, from the attempt to its end. Safe to use from any thread;
 * nothing waits.
 */
public interface Connection {

	/**
	 * Return which connection of its transport this is.
	 * @return the generation, counted from 1
	 */
	long generation();

	/**
	 * Send a text message. It leaves as soon as those before it have left; if it cannot,
	 * the connection ends. Ignored once the connection has ended.
	 * @param text the message
	 */
	void send(String text);

	/**
	 * End the connection. No callback begins after this returns; one that runs at this
	 * moment may still be finishing.
	 */
	void close();

}
