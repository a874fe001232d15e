package io.headwater.checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Keeps checkpoints. A bean of this type takes the place of Headwater's own. Methods may
 * block; they are called on Headwater's own threads, for one checkpoint one after
 * another. What is saved must be there after a crash as a whole or not at all, the
 * checkpoint together with its references.
 * <p>
 * A {@link CorruptCheckpointException} stops the stream. A {@link LeaseLostException}
 * ends the delivery in this instance. Any other exception means that the store is away:
 * the call is made again later, and delivery goes on meanwhile within a bound.
 *
 * @see LeasedCheckpointStore
 */
public interface CheckpointStore {

	/**
	 * Return what was saved last.
	 * @param key names the checkpoint
	 * @return the checkpoint, or {@code null} if nothing was saved
	 * @throws CorruptCheckpointException if something is there that cannot be trusted;
	 * never answer with another height instead
	 */
	@Nullable StoredCheckpoint load(CheckpointKey key);

	/**
	 * Save a checkpoint and the references that are new. If a transaction of the caller
	 * is open that the store can take part in, it does.
	 * @param key names the checkpoint
	 * @param update what has changed
	 * @throws LeaseLostException if another owner has the lease; nothing was saved
	 * @throws AlreadySavedException if the same owner has saved this version before,
	 * which a store without versions need not notice
	 */
	void save(CheckpointKey key, CheckpointUpdate update);

	/**
	 * Forget a checkpoint, so that the stream begins anew. Nothing happens if there is
	 * none. While a stream delivers, it either loses its lease by that or saves again.
	 * @param key names the checkpoint
	 */
	void delete(CheckpointKey key);

	/**
	 * Return what the store is called where somebody looks at a stream.
	 * @return one word, such as {@code jdbc}
	 */
	default String name() {
		return getClass().getSimpleName();
	}

}
