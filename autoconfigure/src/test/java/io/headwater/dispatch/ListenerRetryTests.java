package io.headwater.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.headwater.ChainEvent;
import io.headwater.ConnectionState;
import io.headwater.NewHeadEvent;
import io.headwater.dispatch.FailurePolicy.OnFailure;
import io.headwater.testing.FailureMode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.core.retry.RetryPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of an event that a listener fails on.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ListenerRetryTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withBean(IsolatingEventListenerFactory.class)
		.withBean(CountedListeners.class)
		.withBean(CountedListeners.NotIsolated.class);

	@Test
	void callsOnlyTheListenersThatFailedAgain() {
		run(3, OnFailure.CONTINUE, (publisher, listeners) -> {
			listeners.fail("a", 2).fail("d", 1);
			publisher.deliver(SampleEvents.head(1));
			assertThat(listeners.calls).containsExactly("a NewHead 1", "b NewHead 1", "c NewHead 1", "d NewHead 1",
					"a NewHead 1", "d NewHead 1", "a NewHead 1");
			assertThat(listeners.givenUp).isEmpty();
			assertThat(publisher.observer.failed).hasSize(3);
			assertThat(publisher.observer.deliveries).startsWith("NewHeadEvent 1", "failed expected by a test of a",
					"NewHeadEvent 2", "failed expected by a test of a", "NewHeadEvent 3", "finished");
		});
	}

	@Test
	void asksTheConditionAnewAndPublishesWhatIsReturned() {
		this.runner.withBean("returning", Returning.class).run((context) -> {
			try (TestPublisher publisher = publisher(context, 3, OnFailure.CONTINUE)) {
				context.getBean(Returning.class).failures = 2;
				publisher.deliver(SampleEvents.head(1));
				assertThat(context.getBean(Returning.class).calls).containsExactly("on 1", "text 1", "on 1", "text 1",
						"on 1", "text 1");
			}
		});
	}

	@Test
	void publishesAgainToThoseThatHaveNotFinishedWhereOneThatIsNotIsolatedFailed() {
		run(3, OnFailure.CONTINUE, (publisher, listeners) -> {
			listeners.fail("b", 1).fail("c", 2);
			publisher.deliver(SampleEvents.head(1));
			assertThat(listeners.calls).containsExactly("a NewHead 1", "b NewHead 1", "c NewHead 1", "b NewHead 1",
					"c NewHead 1", "c NewHead 1", "d NewHead 1");
			assertThat(listeners.givenUp).isEmpty();
		});
	}

	@Test
	@FailureMode(15)
	void givesAnEventUpAfterTheLastAttemptAndTellsSoBeforeTheNextOne(CapturedOutput output) {
		run(2, OnFailure.CONTINUE, (publisher, listeners) -> {
			listeners.fail("b", 3);
			publisher.deliver(SampleEvents.head(1), SampleEvents.head(2));
			assertThat(listeners.calls).containsExactly("a NewHead 1", "b NewHead 1", "c NewHead 1", "d NewHead 1",
					"b NewHead 1", "b NewHead 1", "told b", "a NewHead 2", "b NewHead 2", "c NewHead 2", "d NewHead 2");
			assertThat(listeners.givenUp).singleElement().satisfies((given) -> {
				assertThat(given.event()).isEqualTo(SampleEvents.head(1));
				assertThat(given.listener()).isEqualTo("b");
				assertThat(given.exceptionType()).isEqualTo("java.lang.IllegalStateException");
				assertThat(given.message()).isEqualTo("expected by a test of b");
				assertThat(given.attempts()).isEqualTo(3);
				assertThat(given.chain()).isEqualTo("main");
			});
			assertThat(publisher.observer.givenUp).containsExactly("b NewHeadEvent");
			assertThat(output).containsOnlyOnce("[main] Listener b failed on NewHeadEvent")
				.containsOnlyOnce("[main] Listener b gave up NewHeadEvent after 3 attempts");
		});
	}

	@Test
	void givesUpForAllThatComeAfterOneThatIsNotIsolated() {
		run(1, OnFailure.CONTINUE, (publisher, listeners) -> {
			listeners.fail("a", 2).fail("c", 2);
			publisher.deliver(SampleEvents.head(1), SampleEvents.head(2));
			assertThat(listeners.calls).containsExactly("a NewHead 1", "b NewHead 1", "c NewHead 1", "a NewHead 1",
					"c NewHead 1", "told a", "told null", "a NewHead 2", "b NewHead 2", "c NewHead 2", "d NewHead 2");
			assertThat(publisher.observer.givenUp).containsExactly("a NewHeadEvent", "null NewHeadEvent");
		});
	}

	@Test
	void haltsBeforeTheListenerHasFinishedAndGoesOnWithItAlone() {
		run(1, OnFailure.HALT, (publisher, listeners) -> {
			listeners.fail("b", 2);
			publisher.offer(SampleEvents.head(1), SampleEvents.skipped(2, 3));
			publisher.offer(SampleEvents.head(4));
			publisher.awaitMoves(1);
			assertThat(publisher.moves)
				.containsExactly("HALTED: Listener b failed on NewHeadEvent 2 times (java.lang.IllegalStateException)");
			assertThat(listeners.calls).containsExactly("a NewHead 1", "b NewHead 1", "c NewHead 1", "d NewHead 1",
					"b NewHead 1");
			assertThat(publisher.publisher.queueDepth()).isEqualTo(1);
			assertThat(publisher.publisher.lag()).isPositive();
			listeners.calls.clear();
			publisher.publisher.resume();
			publisher.deliver(SampleEvents.head(5));
			assertThat(listeners.calls).startsWith("b NewHead 1", "a HeadsSkipped", "b HeadsSkipped", "c HeadsSkipped",
					"d HeadsSkipped", "a NewHead 4");
			assertThat(listeners.givenUp).isEmpty();
			assertThat(publisher.moves.get(1)).isEqualTo("DELIVERING: delivery was resumed");
		});
	}

	@Test
	void haltsAgainWhenTheListenerStillFails() {
		run(1, OnFailure.HALT, (publisher, listeners) -> {
			listeners.fail("b", 4);
			publisher.offer(SampleEvents.head(1));
			publisher.awaitMoves(1);
			publisher.publisher.resume();
			publisher.awaitMoves(3);
			assertThat(publisher.moves.get(2)).startsWith("HALTED: Listener b failed on NewHeadEvent 4 times");
			assertThat(listeners.calls).containsExactly("a NewHead 1", "b NewHead 1", "c NewHead 1", "d NewHead 1",
					"b NewHead 1", "b NewHead 1", "b NewHead 1");
		});
	}

	@Test
	void haltsAndGoesOnWhereOneThatIsNotIsolatedFails() {
		run(0, OnFailure.HALT, (publisher, listeners) -> {
			listeners.fail("c", 1);
			publisher.offer(SampleEvents.head(1));
			publisher.awaitMoves(1);
			assertThat(publisher.moves.get(0))
				.startsWith("HALTED: A listener that is no @EventListener method failed on NewHeadEvent");
			publisher.publisher.resume();
			publisher.deliver(SampleEvents.head(2));
			assertThat(listeners.calls).startsWith("a NewHead 1", "b NewHead 1", "c NewHead 1", "c NewHead 1",
					"d NewHead 1", "a NewHead 2");
		});
	}

	@ParameterizedTest
	@MethodSource("eventsThatAreNeverGivenUp")
	void neverGivesUpAnEventWithoutWhichAListenerWouldBeWrong(ChainEvent event) {
		run(1, OnFailure.CONTINUE, (publisher, listeners) -> {
			listeners.fail("d", 2);
			publisher.offer(event, SampleEvents.head(1));
			publisher.awaitMoves(1);
			assertThat(publisher.moves.get(0)).startsWith("HALTED: Listener d failed on ");
			assertThat(listeners.calls).hasSize(5).allMatch((call) -> !call.contains("NewHead"));
			publisher.publisher.resume();
			publisher.deliver();
			assertThat(listeners.calls).hasSize(10);
			assertThat(listeners.givenUp).isEmpty();
		});
	}

	static Stream<ChainEvent> eventsThatAreNeverGivenUp() {
		return Stream.of(SampleEvents.reorg(5), SampleEvents.reset(5, 2), SampleEvents.resumed(5));
	}

	@Test
	void tellsAChangeOfStateOnceWhateverThePolicy() {
		run(3, OnFailure.HALT, (publisher, listeners) -> {
			listeners.fail("a", 1);
			publisher.publisher.offer(SampleEvents.connection(ConnectionState.LIVE, ConnectionState.WAITING));
			publisher.deliver(SampleEvents.head(1));
			assertThat(listeners.calls).startsWith("a StreamStateChanged", "b StreamStateChanged",
					"c StreamStateChanged", "d StreamStateChanged", "told a", "a NewHead 1");
			assertThat(publisher.moves).isEmpty();
		});
	}

	@Test
	void tellsChangesOfStateWhileHalted() {
		run(0, OnFailure.HALT, (publisher, listeners) -> {
			listeners.fail("a", 1);
			publisher.offer(SampleEvents.head(1));
			publisher.awaitMoves(1);
			publisher.publisher.offer(SampleEvents.connection(ConnectionState.LIVE, ConnectionState.WAITING));
			Awaitility.await().atMost(PATIENCE).until(() -> listeners.calls.contains("d StreamStateChanged"));
			assertThat(listeners.calls.stream().filter("a NewHead 1"::equals)).hasSize(1);
		});
	}

	@Test
	void countsAFailureOnTheEventOfAFailureAndNoMore() {
		this.runner.withBean("always", AlwaysFailing.class).run((context) -> {
			try (TestPublisher publisher = publisher(context, 1, OnFailure.CONTINUE)) {
				publisher.deliver(SampleEvents.head(1), SampleEvents.head(2));
				assertThat(publisher.observer.failed).extracting((failed) -> failed.event().getClass().getSimpleName())
					.containsExactly("NewHeadEvent", "NewHeadEvent", "ListenerFailedEvent", "NewHeadEvent",
							"NewHeadEvent", "ListenerFailedEvent");
				assertThat(publisher.observer.givenUp).containsExactly("always.on(ChainEvent) NewHeadEvent",
						"always.on(ChainEvent) NewHeadEvent");
			}
		});
	}

	@Test
	void endsTheBackOffAtOnceWhenStopped() {
		this.runner.run((context) -> {
			CountedListeners listeners = context.getBean(CountedListeners.class).fail("b", 5);
			RetryPolicy hourly = RetryPolicy.builder().delay(Duration.ofHours(1)).build();
			DispatchSettings settings = new DispatchSettings(8, new FailurePolicy(hourly, OnFailure.CONTINUE),
					Duration.ofSeconds(5));
			TestPublisher publisher = new TestPublisher(context, settings, StepBoundary.NONE);
			publisher.offer(SampleEvents.head(1));
			Awaitility.await().atMost(PATIENCE).until(() -> publisher.observer.deliveries.size() == 2);
			publisher.close();
			assertThat(listeners.calls).hasSize(4);
			assertThat(listeners.givenUp).isEmpty();
			assertThat(publisher.observer.failed).hasSize(1);
			assertThat(publisher.moves).singleElement().asString().startsWith("CLOSED");
		});
	}

	@Test
	void countsNoFailureAfterTheStop(CapturedOutput output) {
		this.runner.withBean("stuck", StuckThenFailing.class).run((context) -> {
			StuckThenFailing stuck = context.getBean(StuckThenFailing.class);
			TestPublisher publisher = publisher(context, 3, OnFailure.CONTINUE);
			publisher.offer(SampleEvents.head(1), SampleEvents.head(2));
			stuck.entered.await();
			publisher.publisher.close();
			stuck.released.countDown();
			publisher.close();
			assertThat(publisher.observer.failed).isEmpty();
			assertThat(publisher.observer.givenUp).isEmpty();
			assertThat(publisher.observer.finished)
				.filteredOn((finished) -> finished.listener().equals("stuck.on(NewHeadEvent)"))
				.singleElement()
				.satisfies((finished) -> {
					assertThat(finished.outcome()).isEqualTo(ListenerOutcome.STOPPED);
					assertThat(finished.failure()).isNull();
				});
			assertThat(output).doesNotContain("ERROR").doesNotContain("WARN");
		});
	}

	@Test
	void endsWhileItIsHaltedWhenStopped() {
		run(0, OnFailure.HALT, (publisher, listeners) -> {
			listeners.fail("a", 1);
			publisher.offer(SampleEvents.head(1));
			publisher.awaitMoves(1);
			publisher.close();
			publisher.publisher.resume();
			publisher.publisher.pause();
			assertThat(publisher.moves).hasSize(2).last().asString().startsWith("CLOSED");
			assertThat(listeners.calls).hasSize(4);
		});
	}

	private void run(int maxRetries, OnFailure onFailure, Scenario scenario) {
		this.runner.run((context) -> {
			try (TestPublisher publisher = publisher(context, maxRetries, onFailure)) {
				scenario.run(publisher, context.getBean(CountedListeners.class));
			}
		});
	}

	private static TestPublisher publisher(ApplicationEventPublisher context, int maxRetries, OnFailure onFailure) {
		return new TestPublisher(context, TestPublisher.settings(1024, maxRetries, onFailure), StepBoundary.NONE);
	}

	interface Scenario {

		void run(TestPublisher publisher, CountedListeners listeners) throws Exception;

	}

	static class Returning {

		final List<String> calls = new CopyOnWriteArrayList<>();

		volatile int failures;

		@EventListener(condition = "#event.head().number() == 1")
		String on(NewHeadEvent event) {
			this.calls.add("on " + event.head().number());
			return "text " + event.head().number();
		}

		@EventListener
		void text(String text) {
			this.calls.add(text);
			if (this.failures-- > 0) {
				throw new IllegalStateException("expected by a test");
			}
		}

	}

	static class AlwaysFailing {

		@EventListener
		void on(ChainEvent event) {
			throw new IllegalStateException("expected by a test");
		}

	}

	static class StuckThenFailing {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch released = new CountDownLatch(1);

		@EventListener
		void on(NewHeadEvent event) throws InterruptedException {
			this.entered.countDown();
			this.released.await();
			throw new IllegalStateException("an executor refuses work");
		}

	}

}
