package io.headwater.checkpoint;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.headwater.testing.FailureMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The life of a session, from waiting for its turn to the last save.
 */
@ExtendWith(OutputCaptureExtension.class)
class CheckpointSessionTests implements CheckpointListener {

	private final CheckpointFixture fixture = new CheckpointFixture();

	private final ScriptedStore store = this.fixture.store;

	private final List<String> told = new ArrayList<>();

	private @Nullable StoredCheckpoint stored;

	private int failsToOpen;

	private final CheckpointSession session = session(this.fixture.resources());

	private CheckpointSession session(CheckpointResources resources) {
		return new CheckpointSession(CheckpointFixture.KEY, CheckpointFixture.settings(2, 10), resources, this);
	}

	private CheckpointResources resourcesWithoutLease(CheckpointStore store) {
		return this.fixture.resources(store, this.fixture.time, this.fixture.time);
	}

	@Override
	public void standby(LeaseHolder holder) {
		this.told.add("standby");
	}

	@Override
	public void opened(@Nullable StoredCheckpoint stored) {
		if (this.failsToOpen-- > 0) {
			this.told.add("fails");
			throw new OutOfMemoryError("simulated");
		}
		this.told.add("opened");
		this.stored = stored;
	}

	@Override
	public void lost(String reason) {
		this.told.add("lost: " + reason);
	}

	@Override
	public void refused(CheckpointException failure) {
		this.told.add("refused: " + failure.getMessage());
	}

	private void start(CheckpointSession session) {
		session.start();
		this.fixture.time.runDue();
	}

	private void close(CheckpointSession session) {
		session.beginStop();
		CompletableFuture<Void> closed = session.close();
		this.fixture.time.runDue();
		assertThat(closed).isCompleted();
	}

	@Test
	void opensWithoutACheckpointAtFirst() {
		start(this.session);
		assertThat(this.told).containsExactly("opened");
		assertThat(this.stored).isNull();
		assertThat(this.session.mayDeliver()).isTrue();
		assertThat(this.session.saved()).isNull();
	}

	@Test
	void deliversNothingBeforeItIsOpen() {
		assertThat(this.session.mayDeliver()).isFalse();
		assertThat(this.session.saved()).isNull();
		assertThat(this.session.unsaved()).isZero();
		assertThatIllegalStateException().isThrownBy(() -> this.session.finished(Steps.step(Steps.head(1, 'a'))));
	}

	@Test
	void goesOnWhereAnEarlierSessionEnded() {
		start(this.session);
		this.session.finished(Steps.step(Steps.head(1, 'a')));
		this.session.finished(Steps.step(Steps.head(2, 'a')));
		this.session.finished(Steps.step(Steps.head(3, 'a')));
		assertThat(this.session.unsaved()).isOne();
		close(this.session);
		CheckpointSession next = session(this.fixture.resources());
		start(next);
		assertThat(this.stored).isNotNull();
		assertThat(this.stored.references()).isEqualTo(Steps.blocks(1, 3, 'a'));
		assertThat(next.saved()).extracting(Checkpoint::block).isEqualTo(Steps.block(3, 'a'));
		next.finished(Steps.step(Steps.head(4, 'a')));
		next.finished(Steps.step(Steps.head(5, 'a')));
		assertThat(this.store.saves()).last().satisfies((save) -> {
			assertThat(save.owner()).isEqualTo("owner2");
			assertThat(save.version()).isEqualTo(2);
			assertThat(save.oldest()).isEqualTo(1);
		});
	}

	@Test
	void savesAsTheOwnerOfTheLease() {
		start(this.session);
		this.session.saveWithin(Steps.step(Steps.head(1, 'a'))).run();
		assertThat(this.store.saves()).singleElement()
			.satisfies((save) -> assertThat(save.owner()).isEqualTo("owner1"));
	}

	@Test
	void needsNoLeaseWithAStoreThatHasNone() {
		InMemoryCheckpointStore store = new InMemoryCheckpointStore();
		CheckpointSession session = session(resourcesWithoutLease(store));
		start(session);
		assertThat(this.told).containsExactly("opened");
		session.finished(Steps.step(Steps.head(1, 'a')));
		this.fixture.advance(3_600_000);
		assertThat(session.mayDeliver()).isTrue();
		close(session);
		start(session(resourcesWithoutLease(store)));
		assertThat(this.stored).extracting(StoredCheckpoint::references).isEqualTo(Steps.blocks(1, 1, 'a'));
	}

	@Test
	void waitsForItsTurn() {
		this.store.giveTo("other", Duration.ofSeconds(3));
		start(this.session);
		assertThat(this.told).containsExactly("standby");
		this.fixture.advance(2999);
		assertThat(this.told).containsExactly("standby");
		assertThat(this.session.mayDeliver()).isFalse();
		this.fixture.advance(1);
		assertThat(this.told).containsExactly("standby", "opened");
	}

	@Test
	void loadsAgainWhileTheStoreFails() {
		InMemoryCheckpointStore kept = new InMemoryCheckpointStore();
		List<Long> loads = new ArrayList<>();
		start(session(resourcesWithoutLease(new CheckpointStore() {

			@Override
			public @Nullable StoredCheckpoint load(CheckpointKey key) {
				loads.add(Duration.ofNanos(CheckpointSessionTests.this.fixture.nanoTime()).toMillis());
				if (loads.size() < 3) {
					throw new IllegalStateException("away");
				}
				return kept.load(key);
			}

			@Override
			public void save(CheckpointKey key, CheckpointUpdate update) {
				kept.save(key, update);
			}

			@Override
			public void delete(CheckpointKey key) {
				kept.delete(key);
			}

		})));
		assertThat(this.told).isEmpty();
		this.fixture.advance(1500);
		assertThat(loads).containsExactly(0L, 500L, 1500L);
		assertThat(this.told).containsExactly("opened");
		assertThat(this.fixture.failures).containsExactly(StoreCall.LOAD, StoreCall.LOAD);
	}

	@Test
	void refusesACheckpointThatCannotBeTrusted() {
		this.store.corrupt("a part is missing");
		start(this.session);
		assertThat(this.told).containsExactly("refused: a part is missing");
		assertThat(this.session.mayDeliver()).isFalse();
		assertThat(this.store.owner()).isNull();
		this.fixture.advance(60_000);
		assertThat(this.store.attempts()).hasSize(3);
	}

	@Test
	@FailureMode(46)
	void opensOnlyWithARowThatKnowsTheOwner() {
		this.store.loadFromReplica(2);
		start(this.session);
		assertThat(this.told).isEmpty();
		assertThat(this.session.mayDeliver()).isFalse();
		assertThat(this.store.owner()).as("given back meanwhile").isNull();
		this.fixture.advance(500);
		assertThat(this.store.owner()).isNull();
		this.fixture.advance(1000);
		assertThat(this.told).containsExactly("opened");
		assertThat(this.store.owner()).isEqualTo("owner3");
		assertThat(this.fixture.failures).containsExactly(StoreCall.LOAD, StoreCall.LOAD);
	}

	@Test
	@FailureMode(47)
	void letsAnotherInstanceHaveTheLeaseWhenAnErrorKeepsItFromLoading() {
		this.session.start();
		this.store.failAfter(1, new OutOfMemoryError("simulated"));
		this.fixture.time.runDue();
		assertThat(this.store.owner()).isNull();
		this.store.giveTo("host/7/other", Duration.ofSeconds(20));
		this.fixture.advance(500);
		assertThat(this.told).containsExactly("standby");
		this.fixture.advance(20_000);
		assertThat(this.told).containsExactly("standby", "opened");
		assertThat(this.session.mayDeliver()).isTrue();
	}

	@Test
	@FailureMode(47)
	void letsAnotherInstanceHaveTheLeaseWhenDeliveryCannotBegin() {
		this.failsToOpen = 2;
		start(this.session);
		assertThat(this.session.mayDeliver()).isFalse();
		assertThat(this.store.owner()).isNull();
		this.fixture.advance(499);
		assertThat(this.store.owner()).isNull();
		this.fixture.advance(1);
		assertThat(this.told).containsExactly("fails", "fails");
		assertThat(this.store.owner()).as("given back for longer").isNull();
		this.fixture.advance(999);
		assertThat(this.told).hasSize(2);
		this.fixture.advance(1);
		assertThat(this.told).containsExactly("fails", "fails", "opened");
		assertThat(this.session.mayDeliver()).isTrue();
		this.session.finished(Steps.step(Steps.head(1, 'a'), Steps.head(2, 'a')));
		this.session.finished(Steps.step(Steps.head(3, 'a')));
		assertThat(this.store.saves()).last().satisfies((save) -> assertThat(save.owner()).isEqualTo("owner3"));
		this.fixture.advance(120_000);
		assertThat(this.session.mayDeliver()).isTrue();
	}

	@Test
	void beginsLaterWithAStoreThatHasNoLeaseWhenDeliveryCannotBegin() {
		this.failsToOpen = 1;
		CheckpointSession session = session(resourcesWithoutLease(new InMemoryCheckpointStore()));
		start(session);
		this.fixture.advance(500);
		assertThat(this.told).containsExactly("fails", "opened");
		assertThat(session.mayDeliver()).isTrue();
	}

	@Test
	@FailureMode(47)
	void opensAndClosesThoughThereIsNoThreadNowAndThen() {
		CheckpointSession session = session(this.fixture.resources(this.fixture.withoutThreads(3)));
		start(session);
		this.fixture.advance(10_000);
		assertThat(this.told).containsExactly("opened");
		CheckpointSession closing = session(
				this.fixture.resources(this.store, this.fixture.withoutThreads(0), this.fixture.time));
		close(session);
		start(closing);
		assertThat(this.told).containsExactly("opened", "opened");
	}

	@Test
	void saysWhoHasTheLeaseAndUntilWhen(CapturedOutput output) {
		this.store.giveTo("host-a/18151/5a2b", Duration.ofMillis(14_500));
		start(this.session);
		this.fixture.advance(5000);
		LocalTime until = LocalTime.ofInstant(CheckpointFixture.EPOCH.plusMillis(14_500), ZoneId.systemDefault());
		String line = "[main] The lease of app/main is held by host-a/18151 until "
				+ until.truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_LOCAL_TIME)
				+ " (in 15 s) unless it renews it; this one waits. It may be this one's own from before it was killed";
		assertThat(output.getOut().lines().filter((text) -> text.contains("The lease of"))).singleElement()
			.asString()
			.contains(line);
		assertThat(this.session.leaseHolder())
			.isEqualTo(new LeaseHolder("host-a/18151/5a2b", CheckpointFixture.EPOCH.plusMillis(14_500)));
	}

	@Test
	void saysWhenYetAnotherInstanceHasTheLease(CapturedOutput output) {
		this.store.giveTo("host-a/1/x", Duration.ofMillis(2500));
		start(this.session);
		this.fixture.advance(2000);
		this.store.giveTo("host-b/2/y", Duration.ofMillis(2500));
		this.fixture.advance(10_000);
		assertThat(output).contains("is held by host-a/1 until").contains("is held by host-b/2 until");
		assertThat(this.told).containsExactly("standby", "standby", "opened");
	}

	@Test
	void readsWhatIsStoredWhileAnotherInstanceDelivers() {
		start(this.session);
		this.session.finished(Steps.step(Steps.head(1, 'a')));
		close(this.session);
		this.store.giveTo("other", Duration.ofHours(1));
		CheckpointSession waiting = session(this.fixture.resources(Runnable::run));
		start(waiting);
		assertThat(waiting.saved()).isNull();
		assertThat(waiting.stored(Duration.ofSeconds(1))).extracting(Checkpoint::block).isEqualTo(Steps.block(1, 'a'));
		this.store.goAway();
		assertThat(waiting.stored(Duration.ofSeconds(1))).isNull();
		CheckpointSession hanging = session(this.fixture.resources((task) -> {
		}));
		assertThat(hanging.stored(Duration.ofMillis(1))).isNull();
	}

	@Test
	void endsWhenTheLeaseIsLost() {
		start(this.session);
		this.store.goAway();
		this.fixture.advance(30_000);
		assertThat(this.told).containsExactly("opened", "lost: the lease could not be renewed in time");
		assertThat(this.session.mayDeliver()).isFalse();
	}

	@Test
	void savesNothingThatIsFinishedAfterTheLeaseWasLost() {
		start(this.session);
		this.session.finished(Steps.step(Steps.head(1, 'a')));
		this.store.giveTo("other", Duration.ofHours(1));
		this.fixture.freeze(Duration.ofSeconds(31));
		assertThat(this.session.mayDeliver()).isFalse();
		this.session.finished(Steps.step(Steps.head(2, 'a')));
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.session.saveWithin(Steps.step(Steps.head(2, 'a'))));
		assertThat(this.store.saves()).isEmpty();
		assertThat(this.told).containsExactly("opened", "lost: another instance has taken over");
	}

	@Test
	void endsAndGivesTheLeaseBackWhenASaveIsRefused() {
		start(this.session);
		this.store.fail(new LeaseLostException("the checkpoint was deleted"));
		this.session.finished(Steps.step(Steps.head(1, 'a')));
		this.session.finished(Steps.step(Steps.head(2, 'a')));
		assertThat(this.told).containsExactly("opened", "lost: the checkpoint was deleted");
		assertThat(this.session.mayDeliver()).isFalse();
		this.fixture.time.runDue();
		assertThat(this.store.owner()).isNull();
	}

	@Test
	void saysNothingMoreOnceItIsClosed() {
		start(this.session);
		close(this.session);
		assertThat(this.store.owner()).isNull();
		assertThat(this.session.mayDeliver()).isFalse();
		this.fixture.advance(60_000);
		assertThat(this.told).containsExactly("opened");
	}

	@Test
	void closesWhileItWaits() {
		this.store.giveTo("other", Duration.ofSeconds(3));
		start(this.session);
		close(this.session);
		this.fixture.advance(60_000);
		assertThat(this.told).containsExactly("standby");
		assertThat(this.store.owner()).isNull();
	}

	@Test
	void givesAnAbandonedLeaseBackOnceTheListenerHasReturned(CapturedOutput output) {
		start(this.session);
		this.session.finished(Steps.step(Steps.head(1, 'a')));
		this.session.beginStop();
		CompletableFuture<Void> abandoned = this.session.abandon();
		this.fixture.time.runDue();
		assertThat(abandoned).isCompleted();
		assertThat(this.store.owner()).isEqualTo("owner1");
		assertThat(output).contains("[main] Delivery ended after block 1, in the midst of a step")
			.doesNotContain("given back");
		this.session.giveBack();
		this.fixture.time.runDue();
		assertThat(this.store.owner()).isNull();
		assertThat(output).containsOnlyOnce("[main] The listener has returned; the lease was given back");
	}

	@Test
	void saysThatAnAbandonedLeaseHasRunOutWhenTheListenerReturnsLater(CapturedOutput output) {
		start(this.session);
		CompletableFuture<Void> abandoned = this.session.abandon();
		this.fixture.advance(31_000);
		assertThat(abandoned).isCompleted();
		this.store.giveTo("other", CheckpointFixture.LEASE);
		this.session.giveBack();
		this.session.giveBack();
		this.fixture.time.runDue();
		assertThat(this.store.owner()).isEqualTo("other");
		assertThat(output).containsOnlyOnce("[main] The listener has returned; the lease has run out")
			.doesNotContain("given back");
	}

	@Test
	void saysWhereDeliveryEndedAndThatTheLeaseWasGivenBackUnlessItWasNot(CapturedOutput output) {
		start(this.session);
		this.session.finished(Steps.step(Steps.head(1, 'a')));
		close(this.session);
		assertThat(output).containsOnlyOnce("[main] Delivery ended after block 1; the lease was given back");
		CheckpointSession next = session(this.fixture.resources());
		start(next);
		this.store.fail(new IllegalStateException("away"));
		close(next);
		assertThat(output.getOut()).endsWith("[main] Delivery ended after block 1\n");
	}

	@Test
	void givesTheLeaseBackOnlyAfterTheLastSave() {
		start(this.session);
		this.session.finished(Steps.step(Steps.head(1, 'a')));
		this.store.fail(new IllegalStateException("away"));
		close(this.session);
		assertThat(this.fixture.failures).containsExactly(StoreCall.SAVE);
		assertThat(this.store.owner()).isNull();
	}

}
