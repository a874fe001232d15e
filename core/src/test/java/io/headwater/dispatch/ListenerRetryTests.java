package io.headwater.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.headwater.ConnectionState;
import io.headwater.NewHeadEvent;
import io.headwater.dispatch.FailurePolicy.OnFailure;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;
import org.springframework.core.retry.RetryPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An event is repeated for the listeners that failed on it.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ListenerRetryTests {

	@Test
	void callsOnlyTheListenersThatFailedAgain() {
		RetryFixture.run(3, OnFailure.CONTINUE, (publisher, listeners) -> {
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
		AtomicInteger asked = new AtomicInteger();
		RetryFixture.runner()
			.withBean("asked", AtomicInteger.class, () -> asked)
			.withBean("returning", Returning.class)
			.run((context) -> {
				try (TestPublisher publisher = RetryFixture.publisher(context, 3, OnFailure.CONTINUE)) {
					context.getBean(Returning.class).failures = 2;
					publisher.deliver(SampleEvents.head(1));
					assertThat(context.getBean(Returning.class).calls).containsExactly("on 1", "text 1", "on 1",
							"text 1", "on 1", "text 1");
					assertThat(asked).hasValue(3);
				}
			});
	}

	@Test
	void publishesAgainToThoseThatHaveNotFinishedWhereOneThatIsNotIsolatedFailed() {
		RetryFixture.run(3, OnFailure.CONTINUE, (publisher, listeners) -> {
			listeners.fail("b", 1).fail("c", 2);
			publisher.deliver(SampleEvents.head(1));
			assertThat(listeners.calls).containsExactly("a NewHead 1", "b NewHead 1", "c NewHead 1", "b NewHead 1",
					"c NewHead 1", "c NewHead 1", "d NewHead 1");
			assertThat(listeners.givenUp).isEmpty();
		});
	}

	@Test
	void tellsAChangeOfStateOnceWhateverThePolicy() {
		RetryFixture.run(3, OnFailure.HALT, (publisher, listeners) -> {
			listeners.fail("a", 1);
			publisher.publisher.offer(SampleEvents.connection(ConnectionState.LIVE, ConnectionState.WAITING));
			publisher.deliver(SampleEvents.head(1));
			assertThat(listeners.calls).startsWith("a StreamStateChanged", "b StreamStateChanged",
					"c StreamStateChanged", "d StreamStateChanged", "told a", "a NewHead 1");
			assertThat(publisher.moves).isEmpty();
		});
	}

	@Test
	void endsTheBackOffAtOnceWhenStopped() {
		RetryFixture.runner().run((context) -> {
			CountedListeners listeners = context.getBean(CountedListeners.class).fail("b", 5);
			RetryPolicy hourly = RetryPolicy.builder().delay(Duration.ofHours(1)).build();
			DispatchSettings settings = new DispatchSettings(8, new FailurePolicy(hourly, OnFailure.CONTINUE),
					Duration.ofSeconds(5));
			TestPublisher publisher = new TestPublisher(context, settings, StepBoundary.NONE);
			publisher.offer(SampleEvents.head(1));
			Awaitility.await().atMost(RetryFixture.PATIENCE).until(() -> publisher.observer.deliveries.size() == 2);
			publisher.close();
			assertThat(listeners.calls).hasSize(4);
			assertThat(listeners.givenUp).isEmpty();
			assertThat(publisher.observer.failed).hasSize(1);
			assertThat(publisher.moves).singleElement().asString().startsWith("CLOSED");
		});
	}

	@Test
	void countsNoFailureAfterTheStop(CapturedOutput output) {
		RetryFixture.runner().withBean("stuck", StuckThenFailing.class).run((context) -> {
			StuckThenFailing stuck = context.getBean(StuckThenFailing.class);
			TestPublisher publisher = RetryFixture.publisher(context, 3, OnFailure.CONTINUE);
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

	static class Returning {

		final List<String> calls = new CopyOnWriteArrayList<>();

		volatile int failures;

		@EventListener(condition = "@asked.incrementAndGet() > 0")
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
