package io.headwater.checkpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import io.headwater.testing.FailureMode;
import io.headwater.testing.OwnThread;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a lease of 30 seconds is sought, kept, lost and given back.
 */
class LeaseKeeperTests implements LeaseKeeper.Listener {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final CheckpointFixture fixture = new CheckpointFixture();

	private final ScriptedStore store = this.fixture.store;

	private final List<String> told = new ArrayList<>();

	private final LeaseKeeper lease = keeper(Duration.ofSeconds(1));

	private LeaseKeeper keeper(Duration standbyInterval) {
		return new LeaseKeeper(CheckpointFixture.KEY, this.store,
				new CheckpointSettings(8, 1, 1, CheckpointFixture.LEASE, standbyInterval), this.fixture.resources(),
				new StoreFailures(CheckpointFixture.KEY, this.fixture, this.fixture::nanoTime), this);
	}

	@Override
	public void waiting(LeaseHolder holder, Duration remaining) {
		this.told.add("waiting " + remaining.toMillis());
	}

	@Override
	public void acquired(String owner) {
		this.told.add("acquired as " + owner);
	}

	@Override
	public void lost(String reason) {
		this.told.add("lost: " + reason);
	}

	private void start(LeaseKeeper keeper) {
		keeper.start();
		this.fixture.time.runDue();
	}

	@Test
	void acquiresALeaseThatNobodyHas() {
		start(this.lease);
		assertThat(this.told).containsExactly("acquired as owner1");
		assertThat(this.store.owner()).isEqualTo("owner1");
		assertThat(this.lease.isHeld()).isTrue();
	}

	@Test
	void holdsNothingBeforeItIsAcquired() {
		this.store.giveTo("other", Duration.ofSeconds(5));
		start(this.lease);
		assertThat(this.lease.isHeld()).isFalse();
	}

	@Test
	void renewsEveryThirdOfItsTime() {
		start(this.lease);
		this.fixture.advance(95_000);
		assertThat(this.store.attempts()).containsExactly(0L, 10_000L, 20_000L, 30_000L, 40_000L, 50_000L, 60_000L,
				70_000L, 80_000L, 90_000L);
		assertThat(this.lease.isHeld()).isTrue();
		assertThat(this.told).hasSize(1);
	}

	@Test
	void triesAgainWhenTheOthersLeaseMayHaveRunOut() {
		this.store.giveTo("other", Duration.ofMillis(5000));
		start(keeper(Duration.ofHours(1)));
		this.fixture.advance(4999);
		assertThat(this.told).containsExactly("waiting 5000");
		this.fixture.advance(1);
		assertThat(this.told).containsExactly("waiting 5000", "acquired as owner2");
	}

	@Test
	void waitsOnWhenTheOtherHasRenewedIt() {
		this.store.giveTo("other", Duration.ofMillis(5000));
		start(keeper(Duration.ofHours(1)));
		this.fixture.advance(3000);
		this.store.giveTo("other", Duration.ofMillis(5000));
		this.fixture.advance(2000);
		assertThat(this.told).containsExactly("waiting 5000", "waiting 3000");
		this.fixture.advance(3000);
		assertThat(this.told).endsWith("acquired as owner3");
	}

	@Test
	void takesOverSoonAfterAnOrderlyRelease() {
		this.store.giveTo("other", Duration.ofMinutes(5));
		start(this.lease);
		this.fixture.advance(2500);
		this.store.release(CheckpointFixture.KEY, "other");
		this.fixture.advance(500);
		assertThat(this.told).endsWith("acquired as owner4");
	}

	@Test
	void doesNotSpinWhenALeaseThatHasRunOutIsNotToBeHad() {
		this.store.giveTo("other", Duration.ofNanos(1));
		start(this.lease);
		this.fixture.advance(9);
		assertThat(this.store.attempts()).hasSize(1);
		this.fixture.advance(1);
		assertThat(this.store.attempts()).hasSize(2);
	}

	@Test
	void triesAgainWhileTheStoreIsAway() {
		this.store.goAway();
		start(this.lease);
		this.fixture.advance(3000);
		assertThat(this.store.attempts()).containsExactly(0L, 1000L, 3000L);
		this.store.comeBack();
		this.fixture.advance(4000);
		assertThat(this.told).hasSize(1);
		assertThat(this.lease.isHeld()).isTrue();
		assertThat(this.fixture.failures).containsOnly(StoreCall.ACQUIRE);
	}

	@Test
	void keepsTheLeaseOverAShortOutage() {
		start(this.lease);
		this.store.goAway();
		this.fixture.advance(25_000);
		assertThat(this.lease.isHeld()).isTrue();
		this.store.comeBack();
		this.fixture.advance(20_000);
		assertThat(this.lease.isHeld()).isTrue();
		assertThat(this.told).hasSize(1);
		assertThat(this.fixture.failures).containsOnly(StoreCall.RENEW);
	}

	@Test
	void losesTheLeaseWhenTheStoreIsAwayForTooLong() {
		start(this.lease);
		this.fixture.advance(10_000);
		this.store.goAway();
		this.fixture.advance(29_999);
		assertThat(this.lease.isHeld()).isTrue();
		this.fixture.advance(1);
		assertThat(this.lease.isHeld()).isFalse();
		assertThat(this.told).endsWith("lost: the lease could not be renewed in time").hasSize(2);
	}

	@Test
	void losesTheLeaseInTimeWhenARenewalHangs() {
		List<Runnable> hanging = new ArrayList<>();
		LeaseKeeper keeper = new LeaseKeeper(CheckpointFixture.KEY, this.store, CheckpointFixture.settings(1, 1),
				this.fixture.resources(hanging::add),
				new StoreFailures(CheckpointFixture.KEY, this.fixture, this.fixture::nanoTime), this);
		keeper.start();
		hanging.remove(0).run();
		assertThat(keeper.isHeld()).isTrue();
		this.fixture.advance(30_000);
		assertThat(keeper.isHeld()).isFalse();
		assertThat(this.told).endsWith("lost: the lease could not be renewed in time");
	}

	@Test
	void countsTheLeaseFromWhenItWasAskedFor() {
		List<Runnable> slow = new ArrayList<>();
		LeaseKeeper keeper = new LeaseKeeper(CheckpointFixture.KEY, new SlowStore(this.store),
				CheckpointFixture.settings(1, 1), this.fixture.resources(slow::add),
				new StoreFailures(CheckpointFixture.KEY, this.fixture, this.fixture::nanoTime), this);
		keeper.start();
		slow.remove(0).run();
		assertThat(this.fixture.nanoTime()).isEqualTo(SlowStore.DELAY.toNanos());
		this.fixture.advance(CheckpointFixture.LEASE.minus(SlowStore.DELAY).toMillis() - 1);
		assertThat(keeper.isHeld()).isTrue();
		this.fixture.advance(1);
		assertThat(keeper.isHeld()).isFalse();
	}

	@Test
	void knowsAfterAFreezeThatItHoldsNothingBeforeAnybodyHasToldIt() {
		start(this.lease);
		this.fixture.freeze(Duration.ofSeconds(31));
		assertThat(this.told).hasSize(1);
		assertThat(this.lease.isHeld()).isFalse();
	}

	@Test
	void losesTheLeaseThatAnotherHasTaken() {
		start(this.lease);
		this.store.giveTo("other", CheckpointFixture.LEASE);
		this.fixture.advance(10_000);
		assertThat(this.told).endsWith("lost: the lease was not renewed in time, or another instance has it");
		assertThat(this.lease.isHeld()).isFalse();
		assertThat(this.store.owner()).isEqualTo("other");
		this.fixture.advance(60_000);
		assertThat(this.told).hasSize(2);
		assertThat(this.fixture.time.pending()).isZero();
	}

	@Test
	void givesTheLeaseBack() {
		start(this.lease);
		this.lease.end();
		CompletableFuture<Void> released = this.lease.released();
		assertThat(this.lease.isHeld()).isFalse();
		this.fixture.time.runDue();
		assertThat(released).isCompleted();
		assertThat(this.store.owner()).isNull();
		this.fixture.advance(60_000);
		assertThat(this.told).hasSize(1);
		assertThat(this.fixture.time.pending()).isZero();
	}

	@Test
	void givesBackWhatItAcquiresTooLate() {
		this.lease.start();
		this.lease.end();
		CompletableFuture<Void> released = this.lease.released();
		this.fixture.time.runDue();
		assertThat(released).isCompleted();
		assertThat(this.store.owner()).isNull();
		assertThat(this.told).isEmpty();
	}

	@Test
	void seeksNothingMoreOnceItHasEnded() {
		this.store.giveTo("other", Duration.ofSeconds(5));
		start(this.lease);
		this.lease.end();
		this.fixture.advance(60_000);
		assertThat(this.told).containsExactly("waiting 5000");
		assertThat(this.store.owner()).isNull();
	}

	@Test
	void doesNotMindThatItCannotBeGivenBack() {
		start(this.lease);
		this.store.goAway();
		this.lease.end();
		CompletableFuture<Void> released = this.lease.released();
		this.fixture.time.runDue();
		assertThat(released).isCompleted();
		assertThat(this.fixture.failures).containsExactly(StoreCall.RELEASE);
	}

	private LeaseKeeper keeper(Executor executor, ScheduledExecutorService scheduler) {
		return new LeaseKeeper(CheckpointFixture.KEY, this.store, CheckpointFixture.settings(1, 1),
				this.fixture.resources(this.store, executor, scheduler),
				new StoreFailures(CheckpointFixture.KEY, this.fixture, this.fixture::nanoTime), this);
	}

	@Test
	@FailureMode(47)
	void seeksTheLeaseAgainAfterAnError() {
		this.store.fail(new OutOfMemoryError("simulated"));
		start(this.lease);
		this.fixture.advance(1000);
		assertThat(this.told).hasSize(1);
		assertThat(this.lease.isHeld()).isTrue();
		assertThat(this.fixture.failures).containsExactly(StoreCall.ACQUIRE);
	}

	@Test
	void givesBackWhatItHasAcquiredWithoutBeingTold() {
		this.store.loseAnswerOfNextLease(new OutOfMemoryError("simulated"));
		start(this.lease);
		assertThat(this.store.owner()).isEqualTo("owner1");
		this.fixture.advance(1000);
		assertThat(this.told).containsExactly("acquired as owner2");
	}

	@Test
	@FailureMode(47)
	void goesOnRenewingAfterAnError() {
		start(this.lease);
		this.fixture.advance(9_999);
		this.store.fail(new NoClassDefFoundError("simulated"));
		this.fixture.advance(60_000);
		assertThat(this.lease.isHeld()).isTrue();
		assertThat(this.told).hasSize(1);
		assertThat(this.fixture.failures).containsExactly(StoreCall.RENEW);
	}

	@Test
	void doesNotMindThatAnErrorKeepsItFromGivingTheLeaseBack() {
		start(this.lease);
		this.store.fail(new OutOfMemoryError("simulated"));
		this.lease.end();
		this.fixture.time.runDue();
		assertThat(this.lease.released()).isCompleted();
		assertThat(this.fixture.failures).containsExactly(StoreCall.RELEASE);
	}

	@Test
	@FailureMode(47)
	void keepsTheLeaseThoughThereIsNoThreadForItNowAndThen() {
		LeaseKeeper keeper = keeper(this.fixture.withoutThreads(2), this.fixture.time);
		start(keeper);
		this.fixture.advance(3000);
		assertThat(this.told).containsExactly("acquired as owner1");
		assertThat(this.fixture.failures).containsExactly(StoreCall.ACQUIRE, StoreCall.ACQUIRE);
		this.fixture.advance(60_000);
		assertThat(keeper.isHeld()).isTrue();
	}

	@Test
	@FailureMode(47)
	void keepsTheLeaseThoughTheSchedulerHasNoMemoryForAMoment() {
		LeaseKeeper keeper = keeper(this.fixture.time, this.fixture.withoutMemory(2));
		start(keeper);
		this.fixture.advance(60_000);
		assertThat(this.told).containsExactly("acquired as owner1");
		assertThat(keeper.isHeld()).isTrue();
	}

	@Test
	void saysNothingOnceItIsEndedThoughTheStoreAnswersLater() {
		CheckpointResources resources = this.fixture.resources();
		List<LeaseKeeper> ended = new ArrayList<>();
		LeaseKeeper keeper = new LeaseKeeper(CheckpointFixture.KEY, this.store, CheckpointFixture.settings(1, 1),
				new CheckpointResources(resources.store(), resources.executor(), resources.scheduler(),
						resources.clock(), resources.nanoTime(), () -> {
							ended.forEach(LeaseKeeper::end);
							return "late";
						}, resources.observer()),
				new StoreFailures(CheckpointFixture.KEY, this.fixture, this.fixture::nanoTime), this);
		ended.add(keeper);
		this.store.giveTo("other", Duration.ofSeconds(5));
		start(keeper);
		assertThat(this.store.attempts()).isNotEmpty();
		assertThat(this.told).isEmpty();
	}

	@Test
	void seeksAnewWhenWhoeverWaitedForItFails() {
		AtomicInteger failures = new AtomicInteger(1);
		LeaseKeeper keeper = new LeaseKeeper(CheckpointFixture.KEY, this.store, CheckpointFixture.settings(1, 1),
				this.fixture.resources(),
				new StoreFailures(CheckpointFixture.KEY, this.fixture, this.fixture::nanoTime),
				new LeaseKeeper.Listener() {

					@Override
					public void waiting(LeaseHolder holder, Duration remaining) {
						LeaseKeeperTests.this.waiting(holder, remaining);
					}

					@Override
					public void acquired(String owner) {
						if (failures.getAndDecrement() > 0) {
							throw new OutOfMemoryError("simulated");
						}
						LeaseKeeperTests.this.acquired(owner);
					}

					@Override
					public void lost(String reason) {
						LeaseKeeperTests.this.lost(reason);
					}

				});
		start(keeper);
		this.fixture.advance(1000);
		assertThat(this.told).containsExactly("acquired as owner2");
		this.fixture.advance(120_000);
		assertThat(this.store.attempts()).as("renewed by one, not by two").hasSizeLessThan(18);
		assertThat(keeper.isHeld()).isTrue();
	}

	@Test
	void letsOthersHaveItUntilItIsStartedAgain() {
		start(this.lease);
		this.lease.giveBack();
		this.fixture.advance(60_000);
		assertThat(this.store.owner()).isNull();
		assertThat(this.lease.isHeld()).isFalse();
		start(this.lease);
		this.fixture.advance(60_000);
		assertThat(this.told).containsExactly("acquired as owner1", "acquired as owner2");
		assertThat(this.lease.isHeld()).isTrue();
	}

	@Test
	@FailureMode(38)
	void asksTheStoreBeforeAnythingIsDeliveredAfterTheMachineWasSuspended() {
		LeaseKeeper keeper = keeper(Runnable::run, this.fixture.time);
		keeper.start();
		this.fixture.suspend(Duration.ofSeconds(31));
		this.store.giveTo("other", CheckpointFixture.LEASE);
		assertThat(keeper.isHeld()).as("by the monotonic clock").isTrue();
		assertThat(keeper.confirmHeld()).isFalse();
		assertThat(this.told).endsWith("lost: the lease was not renewed in time, or another instance has it");
	}

	@Test
	@FailureMode(38)
	void renewsTheLeaseOnceWhenSomebodyHasSetTheClockForward() {
		LeaseKeeper keeper = keeper(Runnable::run, this.fixture.time);
		keeper.start();
		this.fixture.setClockForward(Duration.ofHours(3));
		assertThat(keeper.confirmHeld()).isTrue();
		assertThat(keeper.confirmHeld()).isTrue();
		assertThat(this.store.attempts()).hasSize(2);
		assertThat(this.told).hasSize(1);
		this.fixture.advance(30_000);
		assertThat(this.store.attempts()).as("renewed by one, not by two").hasSize(5);
	}

	@Test
	void waitsForAStoreThatDoesNotAnswerAfterTheMachineWasSuspended() {
		List<Runnable> hanging = new CopyOnWriteArrayList<>();
		LeaseKeeper keeper = keeper(hanging::add, this.fixture.time);
		keeper.start();
		hanging.remove(0).run();
		this.fixture.setClockForward(Duration.ofMinutes(1));
		CompletableFuture<Boolean> asked = OwnThread.supply(keeper::confirmHeld);
		Awaitility.await().until(() -> !hanging.isEmpty());
		assertThat(asked).isNotDone();
		hanging.remove(0).run();
		assertThat(asked).succeedsWithin(PATIENCE).isEqualTo(true);
	}

	@Test
	void waitsNoLongerThanTheLeaseLasts() {
		List<Runnable> hanging = new CopyOnWriteArrayList<>();
		LeaseKeeper keeper = keeper(hanging::add, this.fixture.time);
		keeper.start();
		hanging.remove(0).run();
		this.fixture.setClockForward(Duration.ofMinutes(1));
		CompletableFuture<Boolean> asked = OwnThread.supply(keeper::confirmHeld);
		Awaitility.await().until(() -> !hanging.isEmpty());
		this.fixture.advance(30_000);
		assertThat(asked).succeedsWithin(PATIENCE).isEqualTo(false);
		assertThat(this.told).endsWith("lost: the lease could not be renewed in time");
	}

	@Test
	void waitsNoLongerThanTheStreamRuns() {
		List<Runnable> hanging = new CopyOnWriteArrayList<>();
		LeaseKeeper keeper = keeper(hanging::add, this.fixture.time);
		keeper.start();
		hanging.remove(0).run();
		this.fixture.setClockForward(Duration.ofMinutes(1));
		CompletableFuture<Boolean> asked = OwnThread.supply(keeper::confirmHeld);
		Awaitility.await().until(() -> !hanging.isEmpty());
		keeper.beginStop();
		assertThat(asked).succeedsWithin(PATIENCE).isEqualTo(false);
	}

	@Test
	void tellsWhoHasTheLease() {
		assertThat(this.lease.holder()).isNull();
		this.store.giveTo("host/7/other", Duration.ofSeconds(5));
		start(this.lease);
		assertThat(this.lease.holder())
			.isEqualTo(new LeaseHolder("host/7/other", CheckpointFixture.EPOCH.plusSeconds(5)));
		this.fixture.advance(5000);
		assertThat(this.lease.holder()).isEqualTo(new LeaseHolder("owner6", CheckpointFixture.EPOCH.plusSeconds(35)));
		this.lease.end();
		assertThat(this.lease.holder()).isNull();
	}

	/**
	 * Takes seconds for each answer.
	 */
	private final class SlowStore implements LeasedCheckpointStore {

		private static final Duration DELAY = Duration.ofSeconds(7);

		private final ScriptedStore store;

		SlowStore(ScriptedStore store) {
			this.store = store;
		}

		@Override
		public LeaseAttempt acquire(CheckpointKey key, String owner, Duration lease) {
			LeaseKeeperTests.this.fixture.freeze(DELAY);
			return this.store.acquire(key, owner, lease);
		}

		@Override
		public boolean renew(CheckpointKey key, String owner, Duration lease) {
			return this.store.renew(key, owner, lease);
		}

		@Override
		public void release(CheckpointKey key, String owner) {
			this.store.release(key, owner);
		}

		@Override
		public StoredCheckpoint load(CheckpointKey key) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void save(CheckpointKey key, CheckpointUpdate update) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void delete(CheckpointKey key) {
			throw new UnsupportedOperationException();
		}

	}

}
