package io.headwater.transport;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Hears of a connection what outlives it. It must not keep the connection itself, whose
 * buffers may be large.
 */
interface ConnectionOwner {

	/**
	 * Nothing is left of the attempt: it has failed, or has become a session.
	 */
	void attemptOver();

	/**
	 * The connection is open.
	 * @param lastFrame when its last frame came, always up to date
	 */
	void opened(AtomicLong lastFrame);

}
