package io.headwater.websocket;

import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

/**
 * A session that tells who ended it: the status with which a handler hears of the end is
 * the same whether the node sent it or this side found the node wrong.
 */
public interface VerdictSession extends WebSocketSession {

	/**
	 * Return why this side has ended the session.
	 * @return the code that the RFC has for it, and a reason in our own words if there is
	 * one; {@code null} if the session goes on, or the node ended it
	 */
	@Nullable CloseStatus verdict();

}
