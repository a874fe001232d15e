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

}
