package io.headwater.checkpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import io.headwater.testing.VirtualScheduler;

/**
 * A store, virtual time, and an executor whose tasks run when the time is moved.
 */
final class CheckpointFixture implements CheckpointObserver {

	static final CheckpointKey KEY = new CheckpointKey("app", "main");

	static final Duration LEASE = Duration.ofSeconds(30);

	final VirtualScheduler time = new VirtualScheduler();

	final ScriptedStore store = new ScriptedStore(this::nanoTime);

	final List<Long> observed = new ArrayList<>();

	final List<StoreCall> failures = new ArrayList<>();

	private int owners;

	private long frozenNanos;

	CheckpointResources resources() {
		return resources(this.time);
	}

	CheckpointResources resources(Executor executor) {
		return new CheckpointResources(this.store, executor, this.time, this::nanoTime, () -> "owner" + ++this.owners,
				this);
	}

	static CheckpointSettings settings(int saveEvery, int maxUnsaved) {
		return new CheckpointSettings(8, saveEvery, maxUnsaved, LEASE, Duration.ofSeconds(1));
	}

	long nanoTime() {
		return this.time.nanoTime() + this.frozenNanos;
	}

	void advance(long millis) {
		this.time.advance(Duration.ofMillis(millis));
	}

	/** Time passes, but nothing runs. */
	void freeze(Duration duration) {
		this.frozenNanos += duration.toNanos();
	}

	@Override
	public void saved(CheckpointKey key, Checkpoint checkpoint, long nanos) {
		this.observed.add(checkpoint.block().number());
	}

	@Override
	public void failed(CheckpointKey key, StoreCall call, Throwable failure) {
		this.failures.add(call);
	}

}
