package io.headwater.checkpoint;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A store that lets one instance at a time deliver. All times are those of the store's
 * own clock; the caller measures only how long ago it asked. A save by anybody but the
 * owner changes nothing and throws a {@link LeaseLostException}.
 */
public interface LeasedCheckpointStore extends CheckpointStore {

	/**
	 * Try to become the owner. What an earlier owner saves from now on is refused.
	 * @param key names the checkpoint
	 * @param owner names the caller; another name for each attempt, of
	 * {@link LeaseHolder#MAX_OWNER_LENGTH} characters at the most
	 * @param lease for how long nobody else may become the owner
	 * @return how it ended
	 */
	LeaseAttempt acquire(CheckpointKey key, String owner, Duration lease);

	/**
	 * Return what was saved last, as the owner of the lease. A store whose reads may be
	 * answered from elsewhere than where it writes, such as from a replica that is
	 * behind, must not answer with what it finds there: in a database, this is asked for
	 * after the assignment of the lease was committed, in a transaction of its own that
	 * is not marked as reading only.
	 * @param key names the checkpoint
	 * @param owner the owner
	 * @return the checkpoint, or {@code null} if nothing was saved
	 * @throws LeaseLostException if what was read does not know this owner; the lease is
	 * given back and sought anew
	 * @throws CorruptCheckpointException if something is there that cannot be trusted
	 */
	default @Nullable StoredCheckpoint load(CheckpointKey key, String owner) {
		return load(key);
	}

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
