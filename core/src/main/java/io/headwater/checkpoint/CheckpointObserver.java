package io.headwater.checkpoint;

import java.util.List;

import io.headwater.support.ObserverFailures;
import org.apache.commons.logging.LogFactory;

/**
 * Observes saves of checkpoints and their failures, on Headwater's own threads; must not
 * wait and must not throw.
 */
public interface CheckpointObserver {

	/** Does nothing. */
	CheckpointObserver NONE = new CheckpointObserver() {
	};

	/** Make one observer of several. What one throws keeps nothing from the others. */
	static CheckpointObserver of(List<CheckpointObserver> observers) {
		List<CheckpointObserver> all = List.copyOf(observers);
		ObserverFailures failures = new ObserverFailures(LogFactory.getLog(CheckpointSession.class), "checkpoints");
		return new CheckpointObserver() {

			@Override
			public void saved(CheckpointKey key, Checkpoint checkpoint, long nanos) {
				failures.callEach(all, (observer) -> observer.saved(key, checkpoint, nanos));
			}

			@Override
			public void failed(CheckpointKey key, StoreCall call, Throwable failure) {
				failures.callEach(all, (observer) -> observer.failed(key, call, failure));
			}

		};
	}

	default void saved(CheckpointKey key, Checkpoint checkpoint, long nanos) {
	}

	/** A call to the store failed; it is made again. */
	default void failed(CheckpointKey key, StoreCall call, Throwable failure) {
	}

}
