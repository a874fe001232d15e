package io.headwater.transport;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The limits of a connection.
 *
 * @param connectTimeout how long name look-up, TCP, TLS and upgrade may take together
 * @param sendTimeout how long one message may take to leave; after it the connection ends
 * @param maxMessageLength the longest message that is read, in bytes, of a text those of
 * its UTF-8; after a longer one the connection ends
 * @param maxQueuedSends how many messages may wait to be sent; one more ends the
 * connection
 * @param keepAlive how the connection is watched, or {@code null} not to watch it
 */
public record TransportSettings(Duration connectTimeout, Duration sendTimeout, int maxMessageLength, int maxQueuedSends,
		@Nullable KeepAlive keepAlive) {

	private static final Duration MESSAGE_TIMEOUT = Duration.ofSeconds(30);

	/**
	 * Create the limits of a connection that nobody watches.
	 * @param connectTimeout how long opening it may take
	 * @param sendTimeout how long one message may take to leave
	 * @param maxMessageLength the longest message that is read
	 * @param maxQueuedSends how many messages may wait to be sent
	 */
	public TransportSettings(Duration connectTimeout, Duration sendTimeout, int maxMessageLength, int maxQueuedSends) {
		this(connectTimeout, sendTimeout, maxMessageLength, maxQueuedSends, null);
	}

	/**
	 * Return how long a message may take from its first part to its last, also where
	 * nobody watches the connection.
	 * @return the time
	 */
	public Duration messageTimeout() {
		return (this.keepAlive != null) ? this.keepAlive.partialMessageTimeout() : MESSAGE_TIMEOUT;
	}

	/**
	 * How it is found out that a node is dead, or keeps us waiting on purpose.
	 *
	 * @param interval how long nothing may come before the node is pinged
	 * @param timeout how long nothing may come after a ping until the node counts as dead
	 * @param partialMessageTimeout how long a message may take from its first part to its
	 * last
	 */
	public record KeepAlive(Duration interval, Duration timeout, Duration partialMessageTimeout) {
	}

}
