package io.headwater.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Is called when a session's turn comes or ends, on Headwater's own threads; must not
 * wait.
 */
public interface CheckpointListener {

	/**
	 * Another instance has the lease; this one waits for its turn. Called once for each
	 * such instance.
	 */
	void standby(LeaseHolder holder);

	/**
	 * Delivery is this instance's. Whatever this throws, the lease is given back, and
	 * this is called again when delivery is this instance's once more.
	 * @param stored where it goes on, or {@code null} if nothing was saved yet
	 */
	void opened(@Nullable StoredCheckpoint stored);

	/**
	 * Delivery is no longer this instance's, and the session is over: nothing more may be
	 * delivered.
	 */
	void lost(String reason);

	/** The session is over, since delivery cannot go on from what the store has kept. */
	void refused(CheckpointException failure);

}
