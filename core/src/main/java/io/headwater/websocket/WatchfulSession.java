package io.headwater.websocket;

import java.io.IOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

/**
 * A session that does what Spring's leaves to its users. It hands over each message
 * whole, text too, as a {@code BinaryMessage} over an array, valid during the call; no
 * message is longer than the cap, or takes longer than it may. It sends no longer than
 * the send time-out, notices silence, and tells who ended it.
 */
public interface WatchfulSession extends WebSocketSession {

	/**
	 * Tell of silence from now on. To be called on the thread that reads.
	 * @param patience how long nothing may come, from now on and after whatever comes
	 */
	void watch(Duration patience, SilenceListener listener) throws IOException;

	/**
	 * Send a ping as soon as the message that is being sent, if any, has left. The caller
	 * need not wait for it.
	 */
	void ping() throws IOException;

	/**
	 * Return why this side has ended the session: the status with which a handler hears
	 * of the end is the same whether the node sent it or this side found the node wrong.
	 * @return the code that the RFC has for it, and a reason in our own words if there is
	 * one; {@code null} if the session goes on, or the node ended it
	 */
	@Nullable CloseStatus verdict();

	/**
	 * Is told what comes without being handed over, on the thread that reads, and what
	 * does not come, on one thread at a time.
	 */
	interface SilenceListener {

		/** The node has pinged, and been answered, or sent a part of a long message. */
		void frameCame();

		/** Nothing has come; returns for how long nothing may come from now on. */
		Duration silent();

	}

}
