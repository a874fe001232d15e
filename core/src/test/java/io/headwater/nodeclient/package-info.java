/**
 * What is asked of each WebSocket client, over real sockets.
 */
@NullMarked
package io.headwater.nodeclient;

import org.jspecify.annotations.NullMarked;
