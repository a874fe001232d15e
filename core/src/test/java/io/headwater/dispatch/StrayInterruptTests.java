package io.headwater.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.headwater.dispatch.FailurePolicy.OnFailure;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.core.retry.RetryPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An interrupt that no stop has caused, such as that of a listener which interrupts its
 * own thread, reaches nobody else and makes no wait shorter.
 */
@Timeout(60)
class StrayInterruptTests {

	@Test
	void reachesNoOtherListenerOfTheEvent() {
		RetryFixture.run(0, OnFailure.CONTINUE, (publisher, listeners) -> {
			List<Boolean> met = new CopyOnWriteArrayList<>();
			listeners.onCall("a NewHead 1", () -> Thread.currentThread().interrupt());
			listeners.onCall("b NewHead 1", () -> {
				met.add(Thread.interrupted());
				Thread.currentThread().interrupt();
			});
			listeners.onCall("d NewHead 1", () -> met.add(Thread.interrupted()));
			publisher.deliver(SampleEvents.head(1));
			assertThat(met).containsExactly(false, false);
		});
	}

	@Test
	void reachesNothingThatBelongsToAStep() {
		List<Boolean> met = new CopyOnWriteArrayList<>();
		AtomicReference<Thread> thread = new AtomicReference<>();
		StepBoundary boundary = (step, events) -> {
			met.add(Thread.interrupted());
			events.run();
			met.add(Thread.interrupted());
			thread.set(Thread.currentThread());
			Thread.currentThread().interrupt();
		};
		RetryFixture.runner().run((context) -> {
			CountedListeners listeners = context.getBean(CountedListeners.class);
			listeners.onCall("d NewHead 1", () -> Thread.currentThread().interrupt());
			try (TestPublisher publisher = new TestPublisher(context, TestPublisher.settings(8, 0, OnFailure.CONTINUE),
					boundary)) {
				publisher.deliver(SampleEvents.head(1), SampleEvents.head(2));
				assertThat(met).isNotEmpty().doesNotContain(true);
				assertThat(thread).doesNotHaveValue(Thread.currentThread());
			}
		});
	}

	@Test
	void makesNoDelayBetweenAttemptsShorter() {
		RetryFixture.runner().run((context) -> {
			CountedListeners listeners = context.getBean(CountedListeners.class).fail("b", 5);
			AtomicReference<Thread> thread = new AtomicReference<>();
			listeners.onCall("a NewHead 1", () -> thread.set(Thread.currentThread()));
			RetryPolicy hourly = RetryPolicy.builder().delay(Duration.ofHours(1)).build();
			DispatchSettings settings = new DispatchSettings(8, new FailurePolicy(hourly, OnFailure.CONTINUE),
					Duration.ofSeconds(5));
			try (TestPublisher publisher = new TestPublisher(context, settings, StepBoundary.NONE)) {
				publisher.offer(SampleEvents.head(1));
				awaitState(thread, Thread.State.TIMED_WAITING);
				thread.get().interrupt();
				Awaitility.await().atMost(RetryFixture.PATIENCE).until(() -> !thread.get().isInterrupted());
				awaitState(thread, Thread.State.TIMED_WAITING);
				assertThat(listeners.calls).hasSize(4);
			}
		});
	}

	@Test
	void isKeptForAListenerThatAStopMeans() throws InterruptedException {
		StepQueue queue = new StepQueue(8, System::nanoTime, Duration.ofMillis(1));
		queue.moveTo(PublisherState.CLOSED);
		Thread.currentThread().interrupt();
		queue.dropStrayInterrupt();
		assertThat(queue.awaitClosed(Duration.ofHours(1))).isTrue();
		assertThat(Thread.interrupted()).isTrue();
	}

	private static void awaitState(AtomicReference<Thread> thread, Thread.State state) {
		Awaitility.await()
			.atMost(RetryFixture.PATIENCE)
			.pollInterval(1, TimeUnit.MILLISECONDS)
			.until(() -> thread.get() != null && thread.get().getState() == state);
	}

}
