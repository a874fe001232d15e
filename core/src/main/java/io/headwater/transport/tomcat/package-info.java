/**
 * Tomcat's WebSocket client, which takes the place of the engine where it is wanted: what
 * is peculiar to it stays here.
 */
@NullMarked
package io.headwater.transport.tomcat;

import org.jspecify.annotations.NullMarked;
