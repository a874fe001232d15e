package io.headwater.checkpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.headwater.ChainEvent;
import io.headwater.testing.FailureMode;
import io.headwater.testing.OwnThread;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * When steps are saved, and what happens when that fails.
 */
@ExtendWith(OutputCaptureExtension.class)
class CheckpointRecorderTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final CheckpointFixture fixture = new CheckpointFixture();

	private final ScriptedStore store = this.fixture.store;

	private final List<String> lost = new ArrayList<>();

	private CheckpointRecorder recorder(int saveEvery, int maxUnsaved) {
		return recorder(saveEvery, maxUnsaved, this.fixture.resources());
	}

	private CheckpointRecorder recorder(int saveEvery, int maxUnsaved, CheckpointResources resources) {
		return new CheckpointRecorder(CheckpointFixture.KEY, CheckpointFixture.settings(saveEvery, maxUnsaved),
				resources, "me", Progress.NONE,
				new StoreFailures(CheckpointFixture.KEY, this.fixture, this.fixture::nanoTime),
				(ex) -> this.lost.add(ex.getMessage()));
	}

	private static void finish(CheckpointRecorder recorder, long from, long to) {
		for (long number = from; number <= to; number++) {
			recorder.finished(Steps.step(Steps.head(number, 'a')));
		}
	}

	@Test
	void doesNotGoBackWithAStepThatIsTakenUpAgainThoughItIsCounted() {
		CheckpointRecorder recorder = recorder(1, 10);
		finish(recorder, 1, 3);
		List<ChainEvent> reorg = Steps.step(Steps.reorg(Steps.block(1, 'a')), Steps.head(2, 'b'));
		recorder.begins(reorg);
		recorder.finished(reorg);
		recorder.begins(reorg);
		recorder.finished(reorg);
		recorder.finished(Steps.step(Steps.head(3, 'b')));
		assertThat(this.store.savedNumbers()).containsExactly(1L, 2L, 3L, 1L, 2L, 3L);
		assertThat(this.store.saves()).last().satisfies((save) -> assertThat(save.oldest()).isOne());
	}

	@Test
	void savesEachStepBeforeTheNextBegins() {
		CheckpointRecorder recorder = recorder(1, 10);
		finish(recorder, 1, 1);
		assertThat(this.store.savedNumbers()).containsExactly(1L);
		finish(recorder, 2, 2);
		assertThat(this.store.savedNumbers()).containsExactly(1L, 2L);
		assertThat(this.store.saves().get(1).added()).isEqualTo(Steps.blocks(2, 2, 'a'));
		assertThat(this.fixture.observed).containsExactly(1L, 2L);
		assertThat(recorder.saved()).extracting(Checkpoint::block).isEqualTo(Steps.block(2, 'a'));
		assertThat(recorder.unsaved()).isZero();
	}

	@Test
	void savesEverySoManySteps() {
		finish(recorder(3, 10), 1, 7);
		assertThat(this.store.savedNumbers()).containsExactly(3L, 6L);
		assertThat(this.store.saves().get(1).added()).isEqualTo(Steps.blocks(4, 6, 'a'));
	}

	@Test
	void savesASecondAfterTheLastStep() {
		CheckpointRecorder recorder = recorder(3, 10);
		finish(recorder, 1, 1);
		this.fixture.advance(900);
		finish(recorder, 2, 2);
		this.fixture.advance(999);
		assertThat(this.store.savedNumbers()).isEmpty();
		this.fixture.advance(1);
		assertThat(this.store.savedNumbers()).containsExactly(2L);
		assertThat(this.fixture.time.pending()).isZero();
	}

	@Test
	void waitsForNothingWhileNothingIsUnsaved() {
		CheckpointRecorder recorder = recorder(2, 10);
		finish(recorder, 1, 2);
		this.fixture.advance(5000);
		assertThat(this.store.savedNumbers()).containsExactly(2L);
		assertThat(this.fixture.time.pending()).isZero();
		finish(recorder, 3, 3);
		this.fixture.advance(1000);
		assertThat(this.store.savedNumbers()).containsExactly(2L, 3L);
	}

	@Test
	void savesNothingAfterAResetThatHalts() {
		CheckpointRecorder recorder = recorder(1, 10);
		finish(recorder, 1, 3);
		recorder.finished(Steps.step(Steps.reset(Steps.block(3, 'a'), Steps.block(2, 'b'))));
		this.fixture.advance(5000);
		assertThat(this.store.savedNumbers()).containsExactly(1L, 2L, 3L);
	}

	@Test
	void goesOnWhileTheStoreFailsAndThenSavesAllAtOnce() {
		CheckpointRecorder recorder = recorder(1, 10);
		this.store.goAway();
		finish(recorder, 1, 4);
		assertThat(recorder.unsaved()).isEqualTo(4);
		this.store.comeBack();
		this.fixture.advance(500);
		assertThat(this.store.savedNumbers()).containsExactly(4L);
		assertThat(this.store.saves().get(0).added()).isEqualTo(Steps.blocks(1, 4, 'a'));
		finish(recorder, 5, 5);
		assertThat(this.store.savedNumbers()).containsExactly(4L, 5L);
		assertThat(this.fixture.failures).containsExactly(StoreCall.SAVE);
	}

	@Test
	void triesAgainLaterAndLater() {
		CheckpointRecorder recorder = recorder(1, 10);
		this.store.goAway();
		finish(recorder, 1, 1);
		this.fixture.advance(40_000);
		assertThat(this.store.attempts()).containsExactly(0L, 500L, 1500L, 3500L, 7500L, 15_500L, 25_500L, 35_500L);
		this.store.comeBack();
		this.fixture.advance(10_000);
		this.store.goAway();
		finish(recorder, 2, 2);
		this.fixture.advance(500);
		assertThat(this.store.attempts()).endsWith(45_500L, 50_000L, 50_500L);
	}

	@Test
	@FailureMode(47)
	void savesAgainAfterAnError() {
		CheckpointRecorder recorder = recorder(1, 1);
		this.store.fail(new OutOfMemoryError("simulated"));
		CompletableFuture<Void> first = OwnThread.run(() -> finish(recorder, 1, 1));
		Awaitility.await().atMost(PATIENCE).until(() -> !this.fixture.failures.isEmpty());
		this.fixture.advance(500);
		assertThat(first).succeedsWithin(PATIENCE);
		finish(recorder, 2, 2);
		assertThat(this.store.savedNumbers()).containsExactly(1L, 2L);
	}

	@Test
	@FailureMode(47)
	void savesBeforeAReorgThoughTheStoreHasFailedWithAnError() {
		CheckpointRecorder recorder = recorder(5, 10);
		finish(recorder, 1, 3);
		this.store.fail(new StackOverflowError("simulated"));
		CompletableFuture<Void> reorg = OwnThread
			.run(() -> recorder.begins(Steps.step(Steps.reorg(Steps.block(2, 'a')))));
		Awaitility.await().atMost(PATIENCE).until(() -> !this.fixture.failures.isEmpty());
		this.fixture.advance(500);
		assertThat(reorg).succeedsWithin(PATIENCE);
		assertThat(this.store.savedNumbers()).containsExactly(2L);
	}

	@Test
	@FailureMode(47)
	void savesThoughThereIsNoThreadForItNowAndThen() {
		CheckpointRecorder recorder = recorder(3, 10, this.fixture.resources(this.fixture.withoutThreads(2)));
		finish(recorder, 1, 1);
		this.fixture.advance(2500);
		assertThat(this.store.savedNumbers()).containsExactly(1L);
		finish(recorder, 2, 2);
		this.fixture.advance(1000);
		assertThat(this.store.savedNumbers()).containsExactly(1L, 2L);
	}

	@Test
	@FailureMode(47)
	void savesThoughTheSchedulerHasNoMemoryForAMoment() {
		CheckpointRecorder recorder = recorder(3, 10,
				this.fixture.resources(this.store, this.fixture.time, this.fixture.withoutMemory(2)));
		finish(recorder, 1, 1);
		this.fixture.advance(1000);
		assertThat(this.store.savedNumbers()).containsExactly(1L);
	}

	@Test
	void savesWhatIsUnsavedAtTheEndAfterAnError() {
		CheckpointRecorder recorder = recorder(5, 10);
		finish(recorder, 1, 2);
		this.store.fail(new OutOfMemoryError("simulated"));
		CompletableFuture<Void> closed = recorder.close();
		this.fixture.time.runDue();
		assertThat(closed).isCompleted();
	}

	@Test
	void countsAStepOnceThatComesAgainAfterAFailure() {
		CheckpointRecorder recorder = recorder(1, 10);
		finish(recorder, 1, 1);
		List<ChainEvent> step = Steps.step(Steps.head(2, 'a'));
		recorder.finished(step);
		recorder.finished(step);
		finish(recorder, 3, 3);
		assertThat(this.store.load(CheckpointFixture.KEY)).extracting(StoredCheckpoint::references)
			.isEqualTo(Steps.blocks(1, 3, 'a'));
	}

	@Test
	void logsAtMostOneLineInTenSeconds(CapturedOutput output) {
		this.store.goAway();
		finish(recorder(1, 10), 1, 1);
		this.fixture.advance(9_000);
		String line = "[main] The store of checkpoints failed to save, and it is asked again: "
				+ "java.lang.IllegalStateException: the store is away";
		assertThat(output.getOut().lines().filter((text) -> text.contains(line))).hasSize(1);
		this.fixture.advance(10_000);
		assertThat(output).contains(line + " (and 4 times since the last such line)");
	}

	@Test
	void pausesDeliveryAtTheBoundUntilTheStoreIsBack(CapturedOutput output) {
		CheckpointRecorder recorder = recorder(1, 3);
		this.store.goAway();
		finish(recorder, 1, 2);
		CompletableFuture<Void> third = OwnThread.run(() -> finish(recorder, 3, 3));
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> output.getOut().contains("Delivery waits for the store of checkpoints: 3 steps"));
		assertThat(third).isNotDone();
		this.store.comeBack();
		this.fixture.advance(500);
		assertThat(third).succeedsWithin(PATIENCE);
		assertThat(this.store.savedNumbers()).containsExactly(3L);
	}

	@Test
	void letsAPausedDeliveryGoWhenItIsToStop() {
		CheckpointRecorder recorder = recorder(1, 1);
		this.store.goAway();
		CompletableFuture<Void> first = OwnThread.run(() -> finish(recorder, 1, 1));
		recorder.beginStop();
		assertThat(first).succeedsWithin(PATIENCE);
	}

	@Test
	void letsAPausedDeliveryGoWhenTheLeaseIsLost() {
		CheckpointRecorder recorder = recorder(1, 1);
		this.store.goAway();
		CompletableFuture<Void> first = OwnThread.run(() -> finish(recorder, 1, 1));
		Awaitility.await().atMost(PATIENCE).until(() -> recorder.unsaved() == 1);
		recorder.end();
		assertThat(first).succeedsWithin(PATIENCE);
	}

	@Test
	void anInterruptLetsNoStepPassTheBound() {
		CheckpointRecorder recorder = recorder(1, 1);
		this.store.goAway();
		AtomicReference<Thread> thread = new AtomicReference<>();
		CompletableFuture<Boolean> first = OwnThread.supply(() -> {
			thread.set(Thread.currentThread());
			Thread.currentThread().interrupt();
			finish(recorder, 1, 1);
			return Thread.interrupted();
		});
		Awaitility.await().atMost(PATIENCE).until(() -> isWaiting(thread.get()));
		thread.get().interrupt();
		Awaitility.await().atMost(PATIENCE).until(() -> isWaiting(thread.get()) && !thread.get().isInterrupted());
		assertThat(first).isNotDone();
		this.store.comeBack();
		this.fixture.advance(500);
		assertThat(first).succeedsWithin(PATIENCE).isEqualTo(false);
		assertThat(this.store.savedNumbers()).containsExactly(1L);
	}

	@Test
	void anInterruptIsKeptWhereTheStopEndsTheWait() {
		CheckpointRecorder recorder = recorder(1, 1);
		this.store.goAway();
		AtomicReference<Thread> thread = new AtomicReference<>();
		CompletableFuture<Boolean> first = OwnThread.supply(() -> {
			thread.set(Thread.currentThread());
			finish(recorder, 1, 1);
			return Thread.interrupted();
		});
		Awaitility.await().atMost(PATIENCE).until(() -> isWaiting(thread.get()));
		recorder.beginStop();
		assertThat(first).succeedsWithin(PATIENCE).isEqualTo(false);
		Thread.currentThread().interrupt();
		finish(recorder, 2, 2);
		assertThat(Thread.interrupted()).isTrue();
	}

	private static boolean isWaiting(@Nullable Thread thread) {
		return thread != null && thread.getState() == Thread.State.WAITING;
	}

	@Test
	void savesWhatIsUnsavedAtTheEnd() {
		CheckpointRecorder recorder = recorder(5, 10);
		finish(recorder, 1, 2);
		CompletableFuture<Void> closed = recorder.close();
		this.fixture.time.runDue();
		assertThat(closed).isCompleted();
		assertThat(this.store.savedNumbers()).containsExactly(2L);
		this.fixture.advance(5000);
		assertThat(this.store.savedNumbers()).containsExactly(2L);
	}

	@Test
	void triesOnlyOnceMoreAtTheEnd() {
		CheckpointRecorder recorder = recorder(1, 10);
		this.store.goAway();
		finish(recorder, 1, 2);
		CompletableFuture<Void> closed = recorder.close();
		this.fixture.time.runDue();
		assertThat(closed).isCompleted();
		this.store.comeBack();
		this.fixture.advance(60_000);
		assertThat(this.store.savedNumbers()).isEmpty();
		assertThat(this.store.attempts()).hasSize(2);
	}

	@Test
	void waitsAtTheEndForASaveThatIsUnderWay() {
		List<Runnable> tasks = new ArrayList<>();
		CheckpointRecorder recorder = recorder(1, 10, this.fixture.resources(tasks::add));
		CompletableFuture<Void> saving;
		CompletableFuture<Void> closing;
		synchronized (this.store) {
			saving = OwnThread.run(() -> finish(recorder, 1, 1));
			Awaitility.await().atMost(PATIENCE).until(() -> recorder.unsaved() == 1);
			recorder.close();
			closing = OwnThread.run(tasks.get(0));
			assertThat(closing).isNotDone();
		}
		assertThat(saving).succeedsWithin(PATIENCE);
		assertThat(closing).succeedsWithin(PATIENCE);
		assertThat(this.store.savedNumbers()).containsExactly(1L);
	}

	@Test
	void savesNothingMoreWhenTheLeaseWasLost() {
		CheckpointRecorder recorder = recorder(1, 10);
		finish(recorder, 1, 1);
		this.store.fail(new LeaseLostException("another has it"));
		finish(recorder, 2, 3);
		this.fixture.advance(60_000);
		assertThat(this.lost).containsExactly("another has it");
		assertThat(this.store.savedNumbers()).containsExactly(1L);
	}

	@Test
	void takesASaveWhoseAnswerWasLostForSaved() {
		CheckpointRecorder recorder = recorder(1, 10);
		this.store.fail(new IllegalStateException("the answer was lost"));
		finish(recorder, 1, 1);
		this.store.fail(new AlreadySavedException(CheckpointFixture.KEY, 1));
		this.fixture.advance(500);
		assertThat(recorder.unsaved()).isZero();
		finish(recorder, 2, 2);
		assertThat(this.store.saves()).singleElement()
			.satisfies((save) -> assertThat(save.added()).isEqualTo(Steps.blocks(2, 2, 'a')));
	}

	@Test
	void savesWithinATransaction() {
		CheckpointRecorder recorder = recorder(5, 10);
		Runnable committed = recorder.saveWithin(Steps.step(Steps.head(1, 'a')));
		assertThat(this.store.savedNumbers()).containsExactly(1L);
		assertThat(recorder.saved()).isNull();
		committed.run();
		assertThat(recorder.saved()).extracting(Checkpoint::block).isEqualTo(Steps.block(1, 'a'));
		assertThat(this.fixture.observed).containsExactly(1L);
		recorder.saveWithin(Steps.step(Steps.head(2, 'a'))).run();
		assertThat(this.store.saves().get(1).added()).isEqualTo(Steps.blocks(2, 2, 'a'));
		assertThat(recorder.unsaved()).isZero();
	}

	@Test
	void savesTheSameStepAgainAfterARollback() {
		CheckpointRecorder recorder = recorder(1, 10);
		recorder.saveWithin(Steps.step(Steps.head(1, 'a'))).run();
		recorder.saveWithin(Steps.step(Steps.head(2, 'a')));
		recorder.saveWithin(Steps.step(Steps.head(2, 'a'))).run();
		assertThat(this.store.saves()).extracting(CheckpointUpdate::version).containsExactly(1L, 2L, 2L);
		assertThat(this.store.saves().get(2)).isEqualTo(this.store.saves().get(1));
	}

	@Test
	void keepsAHaltOverATransaction() {
		CheckpointRecorder recorder = recorder(1, 10);
		recorder.saveWithin(Steps.step(Steps.head(1, 'a'))).run();
		recorder.saveWithin(Steps.step(Steps.reset(Steps.block(1, 'a'), Steps.block(2, 'b')))).run();
		assertThat(this.store.savedNumbers()).containsExactly(1L, 1L);
		recorder.saveWithin(Steps.step(Steps.head(2, 'b'))).run();
		assertThat(this.store.saves().get(2).oldest()).isEqualTo(2);
	}

	@Test
	void leavesAFailureOfTheStoreToTheTransaction() {
		CheckpointRecorder recorder = recorder(1, 10);
		this.store.fail(new IllegalStateException("away"));
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> recorder.saveWithin(Steps.step(Steps.head(1, 'a'))));
		recorder.saveWithin(Steps.step(Steps.head(1, 'a'))).run();
		assertThat(this.store.savedNumbers()).containsExactly(1L);
	}

	@Test
	void rollsBackAndSavesNothingMoreWhenTheLeaseWasLost() {
		CheckpointRecorder recorder = recorder(1, 10);
		this.store.fail(new LeaseLostException("another has it"));
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> recorder.saveWithin(Steps.step(Steps.head(1, 'a'))));
		assertThat(this.lost).containsExactly("another has it");
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> recorder.saveWithin(Steps.step(Steps.head(1, 'a'))));
		assertThat(this.store.attempts()).hasSize(1);
	}

	@Test
	void takesAStepForFinishedThatWasCommittedBefore() {
		CheckpointRecorder recorder = recorder(1, 10);
		this.store.fail(new AlreadySavedException(CheckpointFixture.KEY, 1));
		assertThatExceptionOfType(AlreadySavedException.class)
			.isThrownBy(() -> recorder.saveWithin(Steps.step(Steps.head(1, 'a'))));
		recorder.saveWithin(Steps.step(Steps.head(2, 'a'))).run();
		assertThat(this.store.saves()).singleElement()
			.satisfies((save) -> assertThat(save.version()).isEqualTo(2))
			.satisfies((save) -> assertThat(save.added()).isEqualTo(Steps.blocks(2, 2, 'a')));
	}

}
