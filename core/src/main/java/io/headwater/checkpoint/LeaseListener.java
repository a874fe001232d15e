package io.headwater.checkpoint;

import java.time.Duration;

/**
 * Hears how a lease stands; must not wait.
 */
interface LeaseListener {

	/**
	 * Another instance has the lease.
	 * @param holder which one
	 * @param remaining for how long unless it is renewed
	 */
	void waiting(LeaseHolder holder, Duration remaining);

	/**
	 * This instance has the lease.
	 * @param owner the name under which it saves
	 */
	void acquired(String owner);

	/**
	 * This instance has the lease no longer.
	 * @param reason why, in words
	 */
	void lost(String reason);

}
