package io.headwater.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.headwater.ChainEvent;
import io.headwater.support.LogThrottle;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Nothing that a listener, an observer or an interrupt does ends a publisher's thread or
 * costs it an event.
 */
@Timeout(30)
class PublisherFailureTests {

	@AutoClose
	private final PublisherFixture fixture = new PublisherFixture();

	@Test
	void goesOnWhenAListenerThatCannotBeIsolatedThrows() {
		RecordingObserver observer = new RecordingObserver();
		IllegalStateException failure = new IllegalStateException("expected by a test");
		this.fixture.listener = (event) -> PublisherFixture.throwIf(event.equals(SampleEvents.head(1)), failure);
		Publisher publisher = this.fixture.started(8, observer);
		publisher.offer(new Step(List.of(SampleEvents.head(1), SampleEvents.head(2)), 0));
		publisher.offer(PublisherFixture.step(3));
		this.fixture.awaitPublished(3);
		assertThat(observer.failed).containsExactly(new RecordingObserver.Failed(SampleEvents.head(1), failure));
		assertThat(this.fixture.givenUp).singleElement().satisfies((given) -> {
			assertThat(given.event()).isEqualTo(SampleEvents.head(1));
			assertThat(given.listener()).isNull();
			assertThat(given.exceptionType()).isEqualTo("java.lang.IllegalStateException");
			assertThat(given.message()).isEqualTo("expected by a test");
			assertThat(given.attempts()).isEqualTo(1);
		});
	}

	@Test
	void callsListenersThatAnErrorHasKeptFromTheEvent() {
		AtomicBoolean error = new AtomicBoolean(true);
		LongSupplier nanoTime = () -> {
			if (error.getAndSet(false)) {
				throw new OutOfMemoryError("simulated");
			}
			return 0;
		};
		DeliveryMonitor monitor = new DeliveryMonitor(DispatchObserver.NONE, new ListenerFailures(nanoTime),
				new SlowListeners(Duration.ofSeconds(5), new LogThrottle(nanoTime), nanoTime),
				new StepQueue(8, nanoTime, Duration.ZERO), nanoTime);
		Delivery delivery = new Delivery(SampleEvents.head(1), 0, monitor, false, new ArrayList<>(), null);
		List<Object> published = new ArrayList<>();
		assertThatThrownBy(() -> delivery.attempt(published::add)).isInstanceOf(OutOfMemoryError.class);
		delivery.attempt(published::add);
		delivery.attempt(published::add);
		assertThat(published).containsExactly(SampleEvents.head(1));
	}

	@Test
	void goesOnWhenAListenerThrowsAnError() {
		RecordingObserver observer = new RecordingObserver();
		this.fixture.listener = (event) -> {
			throw new StackOverflowError("expected by a test");
		};
		Publisher publisher = this.fixture.started(8, observer);
		publisher.offer(PublisherFixture.step(1));
		publisher.offer(PublisherFixture.step(2));
		this.fixture.awaitPublished(2);
		Awaitility.await().atMost(PublisherFixture.PATIENCE).until(() -> observer.failed.size() == 2);
	}

	@Test
	void goesOnWhenAListenerLeavesItsThreadInterrupted() {
		List<Boolean> interrupted = new CopyOnWriteArrayList<>();
		this.fixture.listener = (event) -> {
			interrupted.add(Thread.currentThread().isInterrupted());
			Thread.currentThread().interrupt();
		};
		Publisher publisher = this.fixture.started(8, DispatchObserver.NONE);
		publisher.offer(new Step(List.of(SampleEvents.skipped(1, 4), SampleEvents.head(5)), 0));
		this.fixture.awaitPublished(2);
		publisher.offer(PublisherFixture.step(6));
		this.fixture.awaitPublished(3);
		assertThat(interrupted).containsOnly(false);
	}

	@Test
	void goesOnWhenItsThreadIsInterruptedWhileItWaits() {
		Publisher publisher = this.fixture.started(8, DispatchObserver.NONE);
		Thread thread = this.fixture.threads.get(0);
		Awaitility.await().atMost(PublisherFixture.PATIENCE).until(() -> thread.getState() == Thread.State.WAITING);
		thread.interrupt();
		Awaitility.await()
			.atMost(PublisherFixture.PATIENCE)
			.until(() -> !thread.isInterrupted() && thread.getState() == Thread.State.WAITING);
		publisher.offer(PublisherFixture.step(1));
		this.fixture.awaitPublished(1);
	}

	@Test
	void losesNoEventWhenTheObserverThrows() {
		Publisher publisher = this.fixture.started(8, new DispatchObserver() {

			@Override
			public void delivering(ChainEvent event, int attempt, long latencyNanos) {
				throw new IllegalStateException("expected by a test");
			}

		});
		publisher.offer(PublisherFixture.STOPPED);
		publisher.offer(new Step(List.of(SampleEvents.skipped(1, 4), SampleEvents.head(5)), 0));
		publisher.offer(PublisherFixture.step(6));
		this.fixture.awaitPublished(4);
		assertThat(this.fixture.published).containsExactly(PublisherFixture.STOPPED, SampleEvents.skipped(1, 4),
				SampleEvents.head(5), SampleEvents.head(6));
	}

	@Test
	void losesNoEventWhenTheObserverThrowsOnAFailure() {
		this.fixture.listener = (event) -> {
			throw new IllegalArgumentException("expected by a test");
		};
		Publisher publisher = this.fixture.started(8, new DispatchObserver() {

			@Override
			public void failed(ChainEvent event, Throwable failure) {
				throw new IllegalStateException("expected by a test");
			}

		});
		publisher.offer(new Step(List.of(SampleEvents.skipped(1, 4), SampleEvents.head(5)), 0));
		publisher.offer(PublisherFixture.step(6));
		this.fixture.awaitPublished(3);
	}

}
