package io.headwater.simulation;

import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.CheckpointUpdate;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.testing.VirtualTime;
import org.jspecify.annotations.Nullable;

/**
 * A store that outlives the application, and is away at times.
 */
final class SimulatedStore implements CheckpointStore {

	static final CheckpointKey KEY = new CheckpointKey("simulation", "main");

	private final InMemoryCheckpointStore kept = new InMemoryCheckpointStore();

	private final VirtualTime time;

	private final Faults faults;

	private final SimulatedListener listener;

	private final Runnable saved;

	private long failsUntil;

	private boolean losesAnswers;

	private boolean throwsErrors;

	private boolean hasThrownError;

	SimulatedStore(VirtualTime time, Faults faults, SimulatedListener listener, Runnable saved) {
		this.time = time;
		this.faults = faults;
		this.listener = listener;
		this.saved = saved;
	}

	/**
	 * Fail for a while.
	 * @param how an even number if what is to be saved is saved nevertheless, above 2 if
	 * it is with an {@link Error}
	 */
	void fail(int millis, int how) {
		this.failsUntil = Math.max(this.failsUntil, this.time.now() + millis);
		this.losesAnswers = how % 2 == 0;
		this.throwsErrors = how > 2;
	}

	/**
	 * Return whether it has failed with an {@link Error}, if only once.
	 */
	boolean hasThrownError() {
		return this.hasThrownError;
	}

	void normal() {
		this.failsUntil = 0;
	}

	boolean isAway() {
		return this.time.now() < this.failsUntil;
	}

	private void failIfAway() {
		if (isAway()) {
			this.faults.struck();
			if (this.throwsErrors) {
				this.hasThrownError = true;
				throw new OutOfMemoryError("simulated");
			}
			throw new IllegalStateException("the store is away");
		}
	}

	@Override
	public @Nullable StoredCheckpoint load(CheckpointKey key) {
		failIfAway();
		return stored();
	}

	@Override
	public void save(CheckpointKey key, CheckpointUpdate update) {
		requireFinished(update);
		if (!this.losesAnswers) {
			failIfAway();
		}
		this.kept.save(key, update);
		this.saved.run();
		failIfAway();
	}

	/**
	 * Whoever saves survives every {@link Error}, so this one must reach the simulation.
	 */
	private void requireFinished(CheckpointUpdate update) {
		try {
			SimulatedWalk.require(update.checkpoint().block().equals(this.listener.finished()),
					"a checkpoint is the last head of what the listener has finished");
		}
		catch (AssertionError ex) {
			this.time.after(0, () -> {
				throw ex;
			});
		}
	}

	@Override
	public void delete(CheckpointKey key) {
		this.kept.delete(key);
	}

	/**
	 * Return what is kept, whether it can be had or not.
	 */
	@Nullable StoredCheckpoint stored() {
		return this.kept.load(KEY);
	}

}
