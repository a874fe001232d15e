package io.headwater.transport;

import java.time.Duration;

/**
 * The limits of a connection.
 *
 * @param connectTimeout how long name look-up, TCP, TLS and upgrade may take together
 * @param sendTimeout how long one message may take to leave; after it the connection ends
 * @param maxMessageLength the longest message that is read, in characters of text or
 * bytes of binary data; after a longer one the connection ends
 * @param maxQueuedSends how many messages may wait to be sent; one more ends the
 * connection
 */
public record TransportSettings(Duration connectTimeout, Duration sendTimeout, int maxMessageLength,
		int maxQueuedSends) {
}
