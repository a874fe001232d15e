/**
 * The managed WebSocket connection to a node: opened with a deadline, read under a cap,
 * written without waiting.
 */
@NullMarked
package io.headwater.transport;

import org.jspecify.annotations.NullMarked;
