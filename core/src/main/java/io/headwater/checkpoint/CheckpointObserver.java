package io.headwater.checkpoint;

import java.util.List;

/**
 * Observes saves of checkpoints and their failures, on Headwater's own threads; must not
 * wait and must not throw.
 */
public interface CheckpointObserver {

	/**
	 * Does nothing.
	 */
	CheckpointObserver NONE = new CheckpointObserver() {
	};

	/**
	 * Make one observer of several. What one throws keeps nothing from the others.
	 * @param observers the observers, called in this order
	 * @return an observer that calls them all
	 */
	static CheckpointObserver of(List<CheckpointObserver> observers) {
		return CheckpointObservers.of(observers);
	}

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
