package io.headwater.checkpoint;

import java.time.Duration;

/**
 * A store that lets one instance at a time deliver. All times are told by the store's own
 * clock; the caller measures only how long ago it asked. A save by anybody but the owner
 * changes nothing and throws a {@link LeaseLostException}.
 */
public interface LeasedCheckpointStore extends CheckpointStore {

	/**
	 * Try to become the owner. What an earlier owner saves from now on is refused.
	 * @param key names the checkpoint
	 * @param owner names the caller; another name for each attempt, of 36 characters at
	 * the most
	 * @param lease for how long nobody else may become the owner
	 * @return how it ended
	 */
	LeaseAttempt acquire(CheckpointKey key, String owner, Duration lease);

	/**
	 * Go on being the owner. Not part of any transaction of the caller, and never behind
	 * one.
	 * @param key names the checkpoint
	 * @param owner the owner
	 * @param lease for how long from now nobody else may become the owner
	 * @return whether it worked; otherwise the lease has run out or is another's
	 */
	boolean renew(CheckpointKey key, String owner, Duration lease);

	/**
	 * Let others become the owner at once. Nothing happens if somebody else is.
	 * @param key names the checkpoint
	 * @param owner the owner until now
	 */
	void release(CheckpointKey key, String owner);

}
