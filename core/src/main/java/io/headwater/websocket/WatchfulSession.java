package io.headwater.websocket;

import java.io.IOException;
import java.time.Duration;

/**
 * A session whose client does by itself what needs a deadline elsewhere: it notices
 * silence on the thread that reads, which waits there anyway, and sends no longer than
 * the send time-out.
 */
public interface WatchfulSession extends VerdictSession {

	/**
	 * Tell of silence from now on. To be called on the thread that reads.
	 * @param patience how long nothing may come, from now on and after whatever comes
	 * @param listener is told when nothing came, on the thread that reads
	 * @throws IOException if the session is over
	 */
	void watch(Duration patience, SilenceListener listener) throws IOException;

	/**
	 * Send a ping as soon as the message that is being sent, if any, has left. The thread
	 * that reads need not wait for it.
	 * @throws IOException if it cannot be sent
	 */
	void ping() throws IOException;

	/**
	 * Is told what comes, and what does not, on the thread that reads.
	 */
	interface SilenceListener {

		/**
		 * The node has pinged, and been answered.
		 */
		void pinged();

		/**
		 * Nothing has come for as long as was agreed.
		 * @return how long nothing may come from now on until this is told again
		 */
		Duration silent();

	}

}
