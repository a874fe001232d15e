package io.headwater.checkpoint;

/**
 * Hears of what happens to checkpoints, on Headwater's own threads; must not wait and
 * must not throw.
 */
public interface CheckpointObserver {

	/**
	 * Hears nothing.
	 */
	CheckpointObserver NONE = new CheckpointObserver() {
	};

	/**
	 * A checkpoint was saved.
	 * @param key names the checkpoint
	 * @param checkpoint the checkpoint
	 * @param nanos how long the save took
	 */
	default void saved(CheckpointKey key, Checkpoint checkpoint, long nanos) {
	}

	/**
	 * A call to the store failed; it is made again.
	 * @param key names the checkpoint
	 * @param call which one
	 * @param failure what the store has thrown
	 */
	default void failed(CheckpointKey key, StoreCall call, Throwable failure) {
	}

}
