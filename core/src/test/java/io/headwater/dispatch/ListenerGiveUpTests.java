package io.headwater.dispatch;

import java.util.stream.Stream;

import io.headwater.ChainEvent;
import io.headwater.NewHeadEvent;
import io.headwater.dispatch.FailurePolicy.OnFailure;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which events are given up once their repeats have failed, and who is told.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ListenerGiveUpTests {

	@Test
	@FailureMode(15)
	void givesAnEventUpAfterTheLastAttemptAndTellsSoBeforeTheNextOne(CapturedOutput output) {
		RetryFixture.run(2, OnFailure.CONTINUE, (publisher, listeners) -> {
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
			assertThat(output)
				.containsOnlyOnce("[main] Listener b failed on block " + SampleEvents.head(1).head().ref()
						+ ", attempt 1 of 3, next in 1 ms: java.lang.IllegalStateException: expected by a test of b")
				.containsOnlyOnce("[main] Listener b gave up block " + SampleEvents.head(1).head().ref()
						+ " after 3 attempts; delivery goes on without it");
		});
	}

	@Test
	void givesUpForAllThatComeAfterOneThatIsNotIsolated() {
		RetryFixture.run(1, OnFailure.CONTINUE, (publisher, listeners) -> {
			listeners.fail("a", 2).fail("c", 2);
			publisher.deliver(SampleEvents.head(1), SampleEvents.head(2));
			assertThat(listeners.calls).containsExactly("a NewHead 1", "b NewHead 1", "c NewHead 1", "a NewHead 1",
					"c NewHead 1", "told a", "told null", "a NewHead 2", "b NewHead 2", "c NewHead 2", "d NewHead 2");
			assertThat(publisher.observer.givenUp).containsExactly("a NewHeadEvent", "null NewHeadEvent");
		});
	}

	@ParameterizedTest
	@MethodSource("eventsThatAreNeverGivenUp")
	void neverGivesUpAnEventWithoutWhichAListenerWouldBeWrong(ChainEvent event) {
		RetryFixture.run(1, OnFailure.CONTINUE, (publisher, listeners) -> {
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
	void countsAFailureOnTheEventOfAFailureAndNoMore() {
		RetryFixture.runner().withBean("always", AlwaysFailing.class).run((context) -> {
			try (TestPublisher publisher = RetryFixture.publisher(context, 1, OnFailure.CONTINUE)) {
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
	void givesUpAnEventWhoseFailureCannotBePrinted(CapturedOutput output) {
		RetryFixture.runner().withBean("unprintable", Unprintable.class).run((context) -> {
			CountedListeners listeners = context.getBean(CountedListeners.class);
			try (TestPublisher publisher = RetryFixture.publisher(context, 1, OnFailure.CONTINUE)) {
				publisher.deliver(SampleEvents.head(1), SampleEvents.head(2));
				assertThat(publisher.moves).isEmpty();
				assertThat(listeners.givenUp).hasSize(2)
					.allSatisfy((given) -> assertThat(given.exceptionType())
						.isEqualTo(UnprintableException.class.getName()))
					.allSatisfy((given) -> assertThat(given.message()).startsWith("its text cannot be had"));
				assertThat(output).containsOnlyOnce("Listener unprintable.on(NewHeadEvent) gave up block 1 (")
					.contains("\tat " + Unprintable.class.getName());
			}
		});
	}

	@Test
	void haltsAtAFailureThatCannotBePrintedWhereItIsToldTo() {
		RetryFixture.runner().withBean("unprintable", Unprintable.class).run((context) -> {
			try (TestPublisher publisher = RetryFixture.publisher(context, 1, OnFailure.HALT)) {
				publisher.offer(SampleEvents.head(1));
				publisher.awaitMoves(1);
				assertThat(publisher.moves.get(0))
					.startsWith("HALTED: Listener unprintable.on(NewHeadEvent) failed on block 1 (")
					.endsWith(") 2 times (" + UnprintableException.class.getName() + ")");
			}
		});
	}

	static class Unprintable {

		@EventListener
		void on(NewHeadEvent event) {
			throw new UnprintableException();
		}

	}

	static class AlwaysFailing {

		@EventListener
		void on(ChainEvent event) {
			throw new IllegalStateException("expected by a test");
		}

	}

}
