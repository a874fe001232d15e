package io.headwater.checkpoint;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.headwater.ChainEvent;
import io.headwater.testing.OwnThread;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is saved before a reorg is told, so that a crash amid its step leaves nothing of
 * it below the checkpoint.
 */
@Timeout(60)
class ReorgSavingTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final List<ChainEvent> REORG = Steps.step(Steps.reorg(Steps.block(2, 'a')), Steps.head(3, 'b'));

	private final CheckpointFixture fixture = new CheckpointFixture();

	private final ScriptedStore store = this.fixture.store;

	private final CheckpointRecorder recorder = recorder(1);

	private CheckpointRecorder recorder(int saveEvery) {
		return recorder(saveEvery, (ex) -> {
		});
	}

	private CheckpointRecorder recorder(int saveEvery, Consumer<LeaseLostException> lost) {
		return new CheckpointRecorder(CheckpointFixture.KEY, CheckpointFixture.settings(saveEvery, 10),
				this.fixture.resources(), "me", Progress.NONE,
				new StoreFailures(CheckpointFixture.KEY, this.fixture, this.fixture::nanoTime), lost);
	}

	@BeforeEach
	void deliver() {
		deliver(this.recorder);
	}

	private static void deliver(CheckpointRecorder recorder) {
		for (long number = 1; number <= 4; number++) {
			step(recorder, Steps.step(Steps.head(number, 'a')));
		}
	}

	private static void step(CheckpointRecorder recorder, List<ChainEvent> step) {
		recorder.begins(step);
		recorder.finished(step);
	}

	@Test
	void theCommonAncestorIsSavedBeforeAndTheBranchAfterwards() {
		this.recorder.begins(REORG);
		assertThat(stored().checkpoint().block()).isEqualTo(Steps.block(2, 'a'));
		assertThat(stored().references()).isEqualTo(Steps.blocks(1, 2, 'a'));
		this.recorder.finished(REORG);
		assertThat(stored().checkpoint().block()).isEqualTo(Steps.block(3, 'b'));
		assertThat(stored().references()).endsWith(Steps.block(2, 'a'), Steps.block(3, 'b'));
	}

	@Test
	void aStepWithoutAReorgIsNotSavedBefore() {
		this.recorder.begins(Steps.step(Steps.head(5, 'a')));
		assertThat(this.store.savedNumbers()).containsExactly(1L, 2L, 3L, 4L);
	}

	@Test
	void aStepThatIsTakenUpAgainIsNotSavedOnceMore() {
		this.recorder.begins(REORG);
		this.recorder.begins(REORG);
		assertThat(this.store.savedNumbers()).containsExactly(1L, 2L, 3L, 4L, 2L);
	}

	@Test
	void whatIsConfirmedAboveTheAncestorIsNotAnyMore() {
		step(this.recorder, Steps.step(Steps.confirmed(4)));
		this.recorder.begins(REORG);
		assertThat(stored().checkpoint().confirmed()).isEqualTo(2);
	}

	@Test
	void aReorgOfTheWholeWalkLeavesNoReference() {
		this.recorder.begins(Steps.step(Steps.reorg(Steps.block(0, 'a')), Steps.head(1, 'b')));
		assertThat(stored().checkpoint().block()).isEqualTo(Steps.block(0, 'a'));
		assertThat(stored().references()).isEmpty();
	}

	@Test
	void itIsSavedBeforeHoweverSeldomOtherStepsAre() {
		CheckpointRecorder seldom = recorder(3);
		deliver(seldom);
		seldom.begins(REORG);
		assertThat(stored().checkpoint().block()).isEqualTo(Steps.block(2, 'a'));
		assertThat(seldom.unsaved()).isZero();
	}

	@Test
	void itWaitsAsLongAsTheStoreIsAway() {
		this.store.goAway();
		CompletableFuture<Void> begun = OwnThread.run(() -> this.recorder.begins(REORG));
		Awaitility.await().atMost(PATIENCE).until(() -> this.fixture.failures.contains(StoreCall.SAVE));
		this.fixture.advance(10_000);
		assertThat(begun).isNotDone();
		this.store.comeBack();
		this.fixture.advance(20_000);
		assertThat(begun).succeedsWithin(PATIENCE);
		assertThat(stored().checkpoint().block()).isEqualTo(Steps.block(2, 'a'));
	}

	@Test
	void itWaitsThoughItsThreadIsInterrupted() {
		this.store.goAway();
		CompletableFuture<Boolean> begun = OwnThread.supply(() -> {
			Thread.currentThread().interrupt();
			this.recorder.begins(REORG);
			return Thread.interrupted();
		});
		Awaitility.await().atMost(PATIENCE).until(() -> this.fixture.failures.contains(StoreCall.SAVE));
		this.fixture.advance(10_000);
		assertThat(begun).isNotDone();
		this.store.comeBack();
		this.fixture.advance(20_000);
		assertThat(begun).succeedsWithin(PATIENCE).isEqualTo(false);
		assertThat(stored().checkpoint().block()).isEqualTo(Steps.block(2, 'a'));
	}

	@Test
	void theLossOfTheLeaseIsToldBeforeTheWaitEnds() {
		AtomicReference<CompletableFuture<Void>> begun = new AtomicReference<>();
		List<Throwable> waiting = new CopyOnWriteArrayList<>();
		CheckpointRecorder lost = recorder(1,
				(ex) -> waiting.add(Assertions.catchThrowable(() -> begun.get().get(100, TimeUnit.MILLISECONDS))));
		deliver(lost);
		this.store.goAway();
		begun.set(OwnThread.run(() -> lost.begins(REORG)));
		Awaitility.await().atMost(PATIENCE).until(() -> this.fixture.failures.contains(StoreCall.SAVE));
		this.store.comeBack();
		this.store.fail(new LeaseLostException("another has it"));
		this.fixture.advance(20_000);
		assertThat(begun.get()).succeedsWithin(PATIENCE);
		assertThat(waiting).singleElement().isInstanceOf(TimeoutException.class);
	}

	@Test
	void itWaitsNoLongerThanUntilTheStop() {
		this.store.goAway();
		CompletableFuture<Void> begun = OwnThread.run(() -> this.recorder.begins(REORG));
		Awaitility.await().atMost(PATIENCE).until(() -> this.fixture.failures.contains(StoreCall.SAVE));
		this.recorder.beginStop();
		assertThat(begun).succeedsWithin(PATIENCE);
	}

	private StoredCheckpoint stored() {
		StoredCheckpoint stored = this.store.load(CheckpointFixture.KEY);
		assertThat(stored).isNotNull();
		return stored;
	}

}
