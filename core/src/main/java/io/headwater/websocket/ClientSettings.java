package io.headwater.websocket;

import java.time.Duration;

/**
 * The limits of a client's connections.
 *
 * @param connectTimeout how long name look-up, TCP, proxy, TLS and upgrade may take
 * together
 * @param sendTimeout how long the sender of a message may wait; after it the socket is
 * closed
 * @param messageTimeout how long a message may take from its first byte to its last one
 * @param closeTimeout how long the node may take to answer our close frame; after it the
 * socket is closed
 * @param maxMessageLength the longest message that is read, in bytes
 * @param acceptsBinary whether binary messages are read, or refused with code 1003
 */
public record ClientSettings(Duration connectTimeout, Duration sendTimeout, Duration messageTimeout,
		Duration closeTimeout, int maxMessageLength, boolean acceptsBinary) {
}
