package io.headwater.checkpoint;

import java.util.List;

/**
 * Observes saves of checkpoints and their failures, on Headwater's own threads; must not
 * wait and must not throw.
 */
public interface CheckpointObserver {

	/** Does nothing. */
	CheckpointObserver NONE = new CheckpointObserver() {
	};

	/**
	 * Make one observer of several. What one throws keeps nothing from the others.
	 * @return an observer that calls them all
	 */
	static CheckpointObserver of(List<CheckpointObserver> observers) {
		return CheckpointObservers.of(observers);
	}

	default void saved(CheckpointKey key, Checkpoint checkpoint, long nanos) {
	}

	/** A call to the store failed; it is made again. */
	default void failed(CheckpointKey key, StoreCall call, Throwable failure) {
	}

}
