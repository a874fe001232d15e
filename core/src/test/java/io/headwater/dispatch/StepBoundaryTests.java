package io.headwater.dispatch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.headwater.dispatch.FailurePolicy.OnFailure;
import io.headwater.testing.FailureMode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What encloses the delivery of a step: a checkpoint that is saved after it, or a
 * transaction around both.
 */
@Timeout(60)
class StepBoundaryTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withBean(IsolatingEventListenerFactory.class)
		.withBean(CountedListeners.class)
		.withBean(CountedListeners.NotIsolated.class);

	@Test
	void savesAfterTheListenersHaveFinishedTheStep() {
		run(new Saving(), 0, OnFailure.CONTINUE, (publisher, listeners, boundary) -> {
			publisher.offer(SampleEvents.reorg(5), SampleEvents.head(5));
			publisher.deliver(SampleEvents.head(6));
			assertThat(listeners.calls.subList(0, 8)).endsWith("d NewHead 5");
			assertThat(boundary.log).startsWith("8 calls: saved", "4 calls: saved");
		});
	}

	@Test
	void savesAStepThatAListenerHasGivenUp() {
		run(new Saving(), 1, OnFailure.CONTINUE, (publisher, listeners, boundary) -> {
			listeners.fail("a", 2);
			publisher.deliver(SampleEvents.head(1));
			assertThat(listeners.givenUp).hasSize(1);
			assertThat(boundary.log).startsWith("6 calls: saved");
		});
	}

	@Test
	void savesNothingWhileHaltedAndGoesOnInTheMidstOfTheStep() {
		run(new Saving(), 0, OnFailure.HALT, (publisher, listeners, boundary) -> {
			publisher.offer(SampleEvents.head(1));
			Awaitility.await().until(() -> boundary.log.size() == 1);
			listeners.fail("b", 1);
			publisher.offer(SampleEvents.skipped(2, 3), SampleEvents.head(4));
			publisher.awaitMoves(1);
			assertThat(boundary.log).hasSize(2).last().isEqualTo("4 calls: not finished");
			listeners.calls.clear();
			publisher.publisher.resume();
			publisher.deliver();
			assertThat(listeners.calls).containsExactly("b HeadsSkipped", "a NewHead 4", "b NewHead 4", "c NewHead 4",
					"d NewHead 4");
			assertThat(boundary.log.get(2)).isEqualTo("5 calls: saved");
		});
	}

	@Test
	void savesNothingOfAStepThatIsPausedInItsMidst() {
		run(new Saving(), 0, OnFailure.HALT, (publisher, listeners, boundary) -> {
			listeners.onCall("d Reorg", publisher.publisher::pause);
			publisher.offer(SampleEvents.reorg(5), SampleEvents.head(5));
			Awaitility.await().until(() -> boundary.log.size() == 1);
			assertThat(boundary.log).containsExactly("4 calls: not finished");
			assertThat(publisher.moves).containsExactly("PAUSED: delivery was paused");
			publisher.publisher.resume();
			publisher.deliver();
			assertThat(listeners.calls).hasSize(8);
			assertThat(boundary.log.get(1)).isEqualTo("4 calls: saved");
		});
	}

	@Test
	void savesNothingOfAStepThatIsStoppedInItsMidst() {
		run(new Saving(), 0, OnFailure.CONTINUE, (publisher, listeners, boundary) -> {
			listeners.onCall("a Reorg", publisher.publisher::close);
			publisher.offer(SampleEvents.reorg(5), SampleEvents.head(5));
			publisher.awaitMoves(1);
			publisher.close();
			assertThat(listeners.calls).containsExactly("a Reorg", "b Reorg", "c Reorg", "d Reorg");
			assertThat(boundary.log).containsExactly("4 calls: not finished");
		});
	}

	@Test
	void savesAStepWhoseLastEventWasRunningWhenItWasStopped() {
		run(new Saving(), 0, OnFailure.CONTINUE, (publisher, listeners, boundary) -> {
			listeners.onCall("a NewHead 5", publisher.publisher::close);
			publisher.offer(SampleEvents.reorg(5), SampleEvents.head(5));
			publisher.awaitMoves(1);
			publisher.close();
			assertThat(boundary.log).containsExactly("8 calls: saved");
		});
	}

	@Test
	void savesNothingWhenAListenerFailsAfterTheStop() {
		run(new Saving(), 0, OnFailure.CONTINUE, (publisher, listeners, boundary) -> {
			listeners.onCall("a NewHead 5", publisher.publisher::close).fail("b", 1);
			publisher.offer(SampleEvents.head(5));
			publisher.awaitMoves(1);
			publisher.close();
			assertThat(listeners.calls).hasSize(4);
			assertThat(boundary.log).containsExactly("4 calls: not finished");
			assertThat(publisher.observer.failed).isEmpty();
		});
	}

	@Test
	void haltsWhenSavingFailsAndSavesAgainWithoutCallingTheListeners() {
		Saving failing = new Saving();
		failing.failures = 1;
		run(failing, 3, OnFailure.CONTINUE, (publisher, listeners, boundary) -> {
			publisher.offer(SampleEvents.head(1));
			publisher.awaitMoves(1);
			assertThat(publisher.moves).containsExactly("HALTED: what belongs to the step of block "
					+ SampleEvents.head(1).head().ref() + " failed (java.lang.IllegalStateException)");
			assertThat(publisher.observer.failed).hasSize(1);
			publisher.publisher.resume();
			publisher.deliver();
			assertThat(listeners.calls).hasSize(4);
			assertThat(boundary.log).startsWith("4 calls: failed", "0 calls: saved");
		});
	}

	@Test
	@FailureMode(47)
	void haltsAtAnErrorBesideAStepAndLosesNothing() {
		AtomicInteger errors = new AtomicInteger(1);
		Saving failing = new Saving() {

			@Override
			public boolean isUnit() {
				if (errors.getAndDecrement() > 0) {
					throw new OutOfMemoryError("simulated");
				}
				return false;
			}

		};
		run(failing, 0, OnFailure.CONTINUE, (publisher, listeners, boundary) -> {
			publisher.offer(SampleEvents.head(1));
			publisher.awaitMoves(1);
			assertThat(publisher.moves)
				.containsExactly("HALTED: a step could not be finished (java.lang.OutOfMemoryError)");
			assertThat(listeners.calls).isEmpty();
			publisher.publisher.resume();
			publisher.deliver();
			assertThat(listeners.calls).hasSize(4).startsWith("a NewHead 1");
		});
	}

	@Test
	@FailureMode(47)
	void doesNotTryWithoutEndWhatFailsWithAnError() {
		AtomicInteger asked = new AtomicInteger();
		Saving failing = new Saving() {

			@Override
			public boolean mayDeliver() {
				asked.incrementAndGet();
				throw new OutOfMemoryError("simulated");
			}

		};
		run(failing, 0, OnFailure.CONTINUE, (publisher, listeners, boundary) -> {
			publisher.offer(SampleEvents.head(1));
			publisher.awaitMoves(1);
			publisher.publisher.resume();
			publisher.awaitMoves(3);
			assertThat(publisher.moves.get(2)).startsWith("HALTED");
			publisher.close();
			assertThat(asked).hasValueLessThanOrEqualTo(4);
			assertThat(listeners.calls).isEmpty();
		});
	}

	@Test
	void haltsWhenTheBoundaryLeavesEventsUndelivered() {
		StepBoundary forgetful = (step, events) -> {
		};
		this.runner.run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context, TestPublisher.settings(8, 0, OnFailure.CONTINUE),
					forgetful)) {
				publisher.offer(SampleEvents.head(1));
				publisher.awaitMoves(1);
				assertThat(publisher.moves.get(0)).startsWith("HALTED");
				assertThat(publisher.observer.failed).hasSize(1);
			}
		});
	}

	@Test
	void beginsAUnitAnewForAllListenersWhenOneFails() {
		run(new Transaction(), 3, OnFailure.HALT, (publisher, listeners, boundary) -> {
			listeners.fail("b", 2);
			publisher.offer(SampleEvents.reorg(5), SampleEvents.head(5));
			publisher.deliver();
			assertThat(listeners.calls).containsExactly("a Reorg", "b Reorg", "a Reorg", "b Reorg", "a Reorg",
					"b Reorg", "c Reorg", "d Reorg", "a NewHead 5", "b NewHead 5", "c NewHead 5", "d NewHead 5");
			assertThat(boundary.log).startsWith("2 calls: undone", "2 calls: undone", "8 calls: saved");
			assertThat(publisher.observer.failed).hasSize(2);
			assertThat(publisher.moves).isEmpty();
		});
	}

	@Test
	void beginsAUnitAnewAlsoWhenItsSecondEventOrOneThatIsNotIsolatedFails() {
		run(new Transaction(), 3, OnFailure.HALT, (publisher, listeners, boundary) -> {
			listeners.onCall("b NewHead 5", () -> listeners.fail("c", 1));
			publisher.offer(SampleEvents.reorg(5), SampleEvents.head(5));
			publisher.deliver();
			assertThat(boundary.log).startsWith("7 calls: undone", "8 calls: saved");
			assertThat(listeners.calls.subList(7, 11)).containsExactly("a Reorg", "b Reorg", "c Reorg", "d Reorg");
		});
	}

	@Test
	void haltsAUnitAfterTheLastAttemptAndBeginsItAnewWhenResumed() {
		run(new Transaction(), 1, OnFailure.HALT, (publisher, listeners, boundary) -> {
			listeners.fail("b", 2);
			publisher.offer(SampleEvents.head(1));
			publisher.awaitMoves(1);
			assertThat(publisher.moves).containsExactly("HALTED: Listener b failed on block "
					+ SampleEvents.head(1).head().ref() + " (java.lang.IllegalStateException)");
			assertThat(boundary.log).containsExactly("2 calls: undone", "2 calls: undone");
			publisher.publisher.resume();
			publisher.deliver();
			assertThat(listeners.calls).containsExactly("a NewHead 1", "b NewHead 1", "a NewHead 1", "b NewHead 1",
					"a NewHead 1", "b NewHead 1", "c NewHead 1", "d NewHead 1");
			assertThat(listeners.givenUp).isEmpty();
		});
	}

	@Test
	void beginsAUnitAnewWhenItsCommitFails() {
		Transaction failing = new Transaction();
		failing.failures = 2;
		run(failing, 3, OnFailure.HALT, (publisher, listeners, boundary) -> {
			publisher.deliver(SampleEvents.head(1));
			assertThat(listeners.calls).hasSize(12);
			assertThat(boundary.log).startsWith("4 calls: failed", "4 calls: failed", "4 calls: saved");
			assertThat(publisher.observer.failed).hasSize(2);
		});
	}

	@Test
	void finishesAUnitWhenPausedInItsMidst() {
		run(new Transaction(), 0, OnFailure.HALT, (publisher, listeners, boundary) -> {
			listeners.onCall("a Reorg", publisher.publisher::pause);
			publisher.offer(SampleEvents.reorg(5), SampleEvents.head(5));
			publisher.offer(SampleEvents.head(6));
			Awaitility.await().until(() -> boundary.log.size() == 1);
			assertThat(boundary.log).containsExactly("8 calls: saved");
			assertThat(publisher.publisher.queueDepth()).isEqualTo(1);
			publisher.publisher.resume();
			publisher.deliver();
		});
	}

	@Test
	void undoesAUnitThatIsStoppedInItsMidst() {
		run(new Transaction(), 3, OnFailure.HALT, (publisher, listeners, boundary) -> {
			listeners.onCall("a Reorg", publisher.publisher::close);
			publisher.offer(SampleEvents.reorg(5), SampleEvents.head(5));
			publisher.awaitMoves(1);
			publisher.close();
			assertThat(boundary.log).containsExactly("4 calls: undone");
			assertThat(publisher.observer.failed).isEmpty();
			assertThat(publisher.moves).singleElement().asString().startsWith("CLOSED");
		});
	}

	@Test
	void deliversNothingAndEndsOnceDeliveryIsAnothers() {
		run(new Saving(), 0, OnFailure.CONTINUE, (publisher, listeners, boundary) -> {
			listeners.onCall("d Reorg", () -> boundary.mayDeliver = false);
			publisher.offer(SampleEvents.reorg(5), SampleEvents.head(5));
			assertThat(publisher.ended.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(listeners.calls).containsExactly("a Reorg", "b Reorg", "c Reorg", "d Reorg");
			assertThat(boundary.log).containsExactly("4 calls: not finished");
			assertThat(publisher.moves).singleElement().asString().startsWith("CLOSED");
		});
	}

	@Test
	void triesAUnitNoMoreOnceDeliveryIsAnothers() {
		run(new Transaction(), 3, OnFailure.HALT, (publisher, listeners, boundary) -> {
			listeners.onCall("d Reorg", () -> boundary.mayDeliver = false);
			publisher.offer(SampleEvents.reorg(5), SampleEvents.head(5));
			assertThat(publisher.ended.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(boundary.log).containsExactly("4 calls: undone");
			assertThat(publisher.observer.failed).isEmpty();
			assertThat(publisher.moves).singleElement().asString().startsWith("CLOSED");
		});
	}

	private void run(LoggingBoundary boundary, int maxRetries, OnFailure onFailure, Scenario scenario) {
		this.runner.run((context) -> {
			CountedListeners listeners = context.getBean(CountedListeners.class);
			boundary.listeners = listeners;
			try (TestPublisher publisher = new TestPublisher(context, TestPublisher.settings(8, maxRetries, onFailure),
					boundary)) {
				scenario.run(publisher, listeners, boundary);
			}
		});
	}

	interface Scenario {

		void run(TestPublisher publisher, CountedListeners listeners, LoggingBoundary boundary) throws Exception;

	}

	/** Notes how each step ended, and how many listeners were called in it. */
	abstract static class LoggingBoundary implements StepBoundary {

		final List<String> log = new CopyOnWriteArrayList<>();

		CountedListeners listeners;

		volatile int failures;

		volatile boolean mayDeliver = true;

		@Override
		public boolean mayDeliver() {
			return this.mayDeliver;
		}

		void deliver(Runnable events, String unfinished) {
			int before = this.listeners.calls.size();
			try {
				events.run();
			}
			catch (StepUnfinishedException ex) {
				end(before, unfinished);
				throw ex;
			}
			if (this.failures-- > 0) {
				end(before, "failed");
				throw new IllegalStateException("expected by a test of boundaries");
			}
			end(before, "saved");
		}

		private void end(int before, String how) {
			this.log.add((this.listeners.calls.size() - before) + " calls: " + how);
		}

	}

	static class Saving extends LoggingBoundary {

		@Override
		public void deliver(Step step, Runnable events) {
			deliver(events, "not finished");
		}

	}

	static class Transaction extends LoggingBoundary {

		@Override
		public void deliver(Step step, Runnable events) {
			deliver(events, "undone");
		}

		@Override
		public boolean isUnit() {
			return true;
		}

	}

}
