package io.headwater.stream;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.headwater.BlockRef;
import io.headwater.checkpoint.CheckpointException;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointListener;
import io.headwater.checkpoint.CheckpointObserver;
import io.headwater.checkpoint.CheckpointResources;
import io.headwater.checkpoint.CheckpointSession;
import io.headwater.checkpoint.CheckpointSettings;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.checkpoint.LeaseHolder;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.dispatch.SampleEvents;
import io.headwater.dispatch.Step;
import io.headwater.testing.VirtualScheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SavingBoundaryTests implements CheckpointListener {

	private static final CheckpointKey KEY = new CheckpointKey("app", "main");

	private final InMemoryCheckpointStore store = new InMemoryCheckpointStore();

	private final VirtualScheduler time = new VirtualScheduler();

	private final CheckpointSession session = new CheckpointSession(KEY,
			new CheckpointSettings(8, 1, 10, Duration.ofSeconds(30), Duration.ofSeconds(1)),
			new CheckpointResources(this.store, Runnable::run, this.time, Clock.systemUTC(), this.time::nanoTime,
					() -> "", CheckpointObserver.NONE),
			this);

	private final DeliveryTerm.SavingBoundary boundary = new DeliveryTerm.SavingBoundary(this.session);

	/** What was saved while the listeners were called. */
	private final List<@Nullable BlockRef> seen = new ArrayList<>();

	@BeforeEach
	void start() {
		this.session.start();
	}

	@Test
	void aHeadIsSavedWhenItsListenersHaveFinished() {
		deliver(new Step(List.of(SampleEvents.head(4)), 0));
		deliver(new Step(List.of(SampleEvents.head(5)), 0));
		assertThat(this.seen).extracting((block) -> (block != null) ? block.number() : null).containsExactly(null, 4L);
		assertThat(saved()).extracting(BlockRef::number).isEqualTo(5L);
	}

	@Test
	void aReorgIsSavedBeforeItsListenersAreCalled() {
		deliver(new Step(List.of(SampleEvents.head(4)), 0));
		deliver(new Step(List.of(SampleEvents.head(5)), 0));
		this.seen.clear();
		deliver(new Step(List.of(SampleEvents.reorg(5), SampleEvents.head(5)), 0));
		assertThat(this.seen).containsExactly(SampleEvents.reorg(5).commonAncestor());
		assertThat(saved()).extracting(BlockRef::number).isEqualTo(5L);
	}

	private void deliver(Step step) {
		this.boundary.deliver(step, () -> this.seen.add(saved()));
	}

	private @Nullable BlockRef saved() {
		StoredCheckpoint stored = this.store.load(KEY);
		return (stored != null) ? stored.checkpoint().block() : null;
	}

	@Override
	public void standby(LeaseHolder holder) {
	}

	@Override
	public void opened(@Nullable StoredCheckpoint stored) {
	}

	@Override
	public void lost(String reason) {
		throw new AssertionError(reason);
	}

	@Override
	public void refused(CheckpointException failure) {
		throw failure;
	}

}
