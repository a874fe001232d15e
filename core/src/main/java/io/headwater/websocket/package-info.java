/**
 * A WebSocket client of our own (RFC 6455), strict and quiet: one thread that waits in a
 * read for each connection, and nothing else.
 */
@NullMarked
package io.headwater.websocket;

import org.jspecify.annotations.NullMarked;
