package io.headwater.checkpoint;

import java.util.List;
import java.util.function.Consumer;

import io.headwater.support.ObserverFailures;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Several observers as one, none of which can disturb a save.
 */
final class CheckpointObservers implements CheckpointObserver {

	private static final Log logger = LogFactory.getLog(CheckpointSession.class);

	private final ObserverFailures failures = new ObserverFailures(logger, "checkpoints");

	private final List<CheckpointObserver> observers;

	private CheckpointObservers(List<CheckpointObserver> observers) {
		this.observers = observers;
	}

	static CheckpointObserver of(List<CheckpointObserver> observers) {
		return new CheckpointObservers(List.copyOf(observers));
	}

	@Override
	public void saved(CheckpointKey key, Checkpoint checkpoint, long nanos) {
		each((observer) -> observer.saved(key, checkpoint, nanos));
	}

	@Override
	public void failed(CheckpointKey key, StoreCall call, Throwable failure) {
		each((observer) -> observer.failed(key, call, failure));
	}

	private void each(Consumer<CheckpointObserver> call) {
		this.failures.callEach(this.observers, call);
	}

}
