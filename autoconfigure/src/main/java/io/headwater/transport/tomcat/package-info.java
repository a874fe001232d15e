/**
 * The default WebSocket client, which is Tomcat's: what is peculiar to it stays here.
 */
@NullMarked
package io.headwater.transport.tomcat;

import org.jspecify.annotations.NullMarked;
