package io.headwater.chain;

import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.CheckpointUpdate;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.checkpoint.StoredCheckpoint;
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

	SimulatedStore(VirtualTime time, Faults faults, SimulatedListener listener, Runnable saved) {
		this.time = time;
		this.faults = faults;
		this.listener = listener;
		this.saved = saved;
	}

	/**
	 * Fail for a while.
	 * @param afterwards whether what is to be saved is saved nevertheless
	 */
	void fail(int millis, boolean afterwards) {
		this.failsUntil = Math.max(this.failsUntil, this.time.now() + millis);
		this.losesAnswers = afterwards;
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
		SimulatedWalk.require(update.checkpoint().block().equals(this.listener.finished()),
				"a checkpoint is the last head of what the listener has finished");
		if (!this.losesAnswers) {
			failIfAway();
		}
		this.kept.save(key, update);
		this.saved.run();
		failIfAway();
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
