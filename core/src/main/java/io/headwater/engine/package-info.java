/**
 * A WebSocket client of our own (RFC 6455), strict and quiet: one thread that waits in a
 * read for each connection, and nothing else.
 */
@NullMarked
package io.headwater.engine;

import org.jspecify.annotations.NullMarked;
