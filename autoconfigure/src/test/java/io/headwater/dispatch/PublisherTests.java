package io.headwater.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

import io.headwater.ChainEvent;
import io.headwater.ConnectionState;
import io.headwater.DeliveryState;
import io.headwater.ListenerFailedEvent;
import io.headwater.StreamStateChangedEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One thread that publishes what waits for it.
 */
@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class PublisherTests implements PublisherListener {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final StreamStateChangedEvent STOPPED = SampleEvents.delivery(DeliveryState.LIVE,
			DeliveryState.STOPPED);

	private final List<Object> published = new CopyOnWriteArrayList<>();

	private final Set<Thread> publishingThreads = new CopyOnWriteArraySet<>();

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	private final List<Publisher> publishers = new CopyOnWriteArrayList<>();

	private final List<Thread> roomCalls = new CopyOnWriteArrayList<>();

	private final List<ListenerFailedEvent> givenUp = new CopyOnWriteArrayList<>();

	private final AtomicInteger refusals = new AtomicInteger();

	private final List<Thread> endedOn = new CopyOnWriteArrayList<>();

	private final List<PublisherState> moves = new CopyOnWriteArrayList<>();

	private final AtomicLong nanoTime = new AtomicLong();

	private final CountDownLatch released = new CountDownLatch(1);

	private final CountDownLatch entered = new CountDownLatch(1);

	private volatile Consumer<Object> listener = (event) -> {
	};

	private volatile Runnable roomAgain = () -> {
	};

	@AfterEach
	void end() {
		this.released.countDown();
		this.publishers.forEach(Publisher::close);
	}

	@Test
	void publishesOnOneThreadInOrder() {
		Publisher publisher = started(1000, DispatchObserver.NONE);
		LongStream.range(0, 500).forEach((number) -> publisher.offer(step(number)));
		awaitPublished(500);
		assertThat(this.published).isEqualTo(LongStream.range(0, 500).mapToObj(SampleEvents::head).toList());
		assertThat(this.publishingThreads).isEqualTo(Set.copyOf(this.threads)).hasSize(1);
	}

	@Test
	void publishesEventsOfOneStepInOrder() {
		Publisher publisher = started(8, DispatchObserver.NONE);
		List<ChainEvent> events = List.of(SampleEvents.skipped(1, 4), SampleEvents.head(5), SampleEvents.skipped(6, 6));
		publisher.offer(new Step(events, 0));
		awaitPublished(3);
		assertThat(this.published).isEqualTo(events);
	}

	@Test
	void publishesWhatWasOfferedBeforeTheStart() {
		Publisher publisher = publisher(8, DispatchObserver.NONE);
		publisher.offer(step(1));
		publisher.start(this::thread);
		awaitPublished(1);
	}

	@Test
	void waitsWithoutPollingWhileNothingIsThere() {
		AtomicLong clockReadings = new AtomicLong();
		Publisher publisher = publisher(8, DispatchObserver.NONE, clockReadings::incrementAndGet);
		publisher.start(this::thread);
		publisher.offer(step(1));
		awaitPublished(1);
		Thread thread = this.threads.get(0);
		Awaitility.await().atMost(PATIENCE).until(() -> thread.getState() == Thread.State.WAITING);
		long readings = clockReadings.get();
		Awaitility.await()
			.pollInterval(Duration.ofMillis(2))
			.during(Duration.ofMillis(300))
			.atMost(PATIENCE)
			.until(() -> thread.getState() == Thread.State.WAITING);
		assertThat(clockReadings).hasValue(readings);
	}

	@Test
	void finishesRunningEventAndDropsTheRestWhenClosed() {
		this.listener = this::stickUntilReleased;
		Publisher publisher = started(8, DispatchObserver.NONE);
		publisher.offer(new Step(List.of(SampleEvents.head(1), SampleEvents.head(2)), 0));
		publisher.offer(step(3));
		awaitEntered();
		publisher.close();
		assertThat(publisher.offer(step(4))).isFalse();
		assertThat(this.refusals).hasValue(0);
		this.released.countDown();
		assertThat(publisher.awaitEnd(PATIENCE)).isTrue();
		assertThat(this.published).containsExactly(SampleEvents.head(1));
		assertThat(this.threads.get(0).isAlive()).isFalse();
	}

	@Test
	void stillTellsChangesOfStateAfterItWasClosed() {
		this.listener = this::stickUntilReleased;
		Publisher publisher = started(8, DispatchObserver.NONE);
		publisher.offer(step(1));
		awaitEntered();
		publisher.offer(STOPPED);
		publisher.close();
		this.released.countDown();
		assertThat(publisher.awaitEnd(PATIENCE)).isTrue();
		assertThat(this.published).containsExactly(SampleEvents.head(1), STOPPED);
	}

	@Test
	void tellsOnlyTheNewestChangeOfEachKindThatCameWhileAListenerRan() {
		this.listener = this::stickUntilReleased;
		Publisher publisher = started(8, DispatchObserver.NONE);
		publisher.offer(step(1));
		awaitEntered();
		publisher.offer(step(2));
		publisher.offer(SampleEvents.connection(ConnectionState.LIVE, ConnectionState.WAITING));
		publisher.offer(SampleEvents.connection(ConnectionState.WAITING, ConnectionState.CONNECTING));
		this.released.countDown();
		awaitPublished(3);
		assertThat(this.published).containsExactly(SampleEvents.head(1),
				SampleEvents.connection(ConnectionState.WAITING, ConnectionState.CONNECTING), SampleEvents.head(2));
	}

	@Test
	void interruptsListenerThatDoesNotReturnInTime() {
		AtomicBoolean interrupted = new AtomicBoolean();
		this.listener = (event) -> {
			this.entered.countDown();
			try {
				this.released.await();
			}
			catch (InterruptedException ex) {
				interrupted.set(true);
			}
		};
		Publisher publisher = started(8, DispatchObserver.NONE);
		publisher.offer(step(1));
		awaitEntered();
		publisher.close();
		assertThat(publisher.awaitEnd(Duration.ofMillis(50))).isFalse();
		Awaitility.await().atMost(PATIENCE).untilTrue(interrupted);
		assertThat(publisher.awaitEnd(PATIENCE)).isTrue();
	}

	@Test
	void awaitsNoEndOnItsOwnThread() {
		AtomicBoolean ended = new AtomicBoolean();
		Publisher publisher = publisher(8, DispatchObserver.NONE);
		this.listener = (event) -> {
			publisher.close();
			ended.set(publisher.awaitEnd(PATIENCE));
		};
		publisher.start(this::thread);
		publisher.offer(step(1));
		Awaitility.await().atMost(Duration.ofSeconds(5)).untilTrue(ended);
	}

	@Test
	void awaitsNoEndWhenItWasNeverStarted() {
		assertThat(publisher(8, DispatchObserver.NONE).awaitEnd(PATIENCE)).isTrue();
	}

	@Test
	void keepsTheInterruptOfWhoeverAwaitsTheEnd() {
		this.listener = this::stickUntilReleased;
		Publisher publisher = started(8, DispatchObserver.NONE);
		publisher.offer(step(1));
		awaitEntered();
		publisher.close();
		Thread.currentThread().interrupt();
		assertThat(publisher.awaitEnd(PATIENCE)).isFalse();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void hasNoLagWhenNothingWaits() {
		this.nanoTime.set(7_000);
		Publisher publisher = started(8, DispatchObserver.NONE);
		assertThat(publisher.lag()).isZero();
		publisher.offer(step(1));
		awaitPublished(1);
		Awaitility.await().atMost(PATIENCE).until(() -> publisher.lag().isZero());
	}

	@Test
	void lagGrowsWhileAListenerIsStuck() {
		this.listener = this::stickUntilReleased;
		this.nanoTime.set(1_000);
		Publisher publisher = started(8, DispatchObserver.NONE);
		publisher.offer(new Step(List.of(SampleEvents.head(1)), 400));
		publisher.offer(new Step(List.of(SampleEvents.head(2)), 900));
		awaitEntered();
		assertThat(publisher.lag()).isEqualTo(Duration.ofNanos(600));
		assertThat(publisher.queueDepth()).isEqualTo(1);
		this.nanoTime.set(5_000);
		assertThat(publisher.lag()).isEqualTo(Duration.ofNanos(4_600));
		this.released.countDown();
		Awaitility.await().atMost(PATIENCE).until(() -> publisher.lag().isZero());
	}

	@Test
	void lagIsThatOfTheOldestStepBeforeTheFirstIsTaken() {
		Publisher publisher = publisher(8, DispatchObserver.NONE);
		publisher.offer(new Step(List.of(SampleEvents.head(1)), 100));
		publisher.offer(new Step(List.of(SampleEvents.head(2)), 900));
		this.nanoTime.set(1_000);
		assertThat(publisher.lag()).isEqualTo(Duration.ofNanos(900));
	}

	@Test
	void tellsTheAgeOfTheOldestStepThatWaitsApartFromTheOneInDelivery() {
		this.listener = this::stickUntilReleased;
		this.nanoTime.set(1_000);
		Publisher publisher = started(8, DispatchObserver.NONE);
		assertThat(publisher.queueAge()).isZero();
		publisher.offer(new Step(List.of(SampleEvents.head(1)), 400));
		awaitEntered();
		assertThat(publisher.queueAge()).isZero();
		publisher.offer(new Step(List.of(SampleEvents.head(2)), 900));
		publisher.offer(new Step(List.of(SampleEvents.head(3)), 950));
		assertThat(publisher.queueAge()).isEqualTo(Duration.ofNanos(100));
		this.released.countDown();
		Awaitility.await().atMost(PATIENCE).until(() -> publisher.queueAge().isZero());
	}

	@Test
	void tellsHowLongAnEventWaitedForItsDelivery() {
		RecordingObserver observer = new RecordingObserver();
		this.nanoTime.set(1_000);
		Publisher publisher = started(8, observer);
		publisher.offer(new Step(List.of(SampleEvents.head(1)), 400));
		awaitPublished(1);
		assertThat(observer.latencies).containsExactly(600L);
	}

	@Test
	void tellsOfRoomOnceOnItsOwnThreadAfterARefusal() {
		this.listener = this::stickUntilReleased;
		Publisher publisher = started(4, DispatchObserver.NONE);
		publisher.offer(step(0));
		awaitEntered();
		LongStream.rangeClosed(1, 4).forEach((number) -> assertThat(publisher.offer(step(number))).isTrue());
		assertThat(publisher.offer(step(5))).isFalse();
		assertThat(publisher.queueDepth()).isEqualTo(4);
		assertThat(this.roomCalls).isEmpty();
		assertThat(this.refusals).hasValue(1);
		this.released.countDown();
		awaitPublished(5);
		Awaitility.await().atMost(PATIENCE).until(() -> publisher.lag().isZero());
		assertThat(this.roomCalls).isEqualTo(this.threads).hasSize(1);
	}

	@Test
	void goesOnWhenAListenerThatCannotBeIsolatedThrows() {
		RecordingObserver observer = new RecordingObserver();
		IllegalStateException failure = new IllegalStateException("expected by a test");
		this.listener = (event) -> throwIf(event.equals(SampleEvents.head(1)), failure);
		Publisher publisher = started(8, observer);
		publisher.offer(new Step(List.of(SampleEvents.head(1), SampleEvents.head(2)), 0));
		publisher.offer(step(3));
		awaitPublished(3);
		assertThat(observer.failed).containsExactly(new RecordingObserver.Failed(SampleEvents.head(1), failure));
		assertThat(this.givenUp).singleElement().satisfies((given) -> {
			assertThat(given.event()).isEqualTo(SampleEvents.head(1));
			assertThat(given.listener()).isNull();
			assertThat(given.exceptionType()).isEqualTo("java.lang.IllegalStateException");
			assertThat(given.message()).isEqualTo("expected by a test");
			assertThat(given.attempts()).isEqualTo(1);
		});
	}

	@Test
	void goesOnWhenAListenerThrowsAnError() {
		RecordingObserver observer = new RecordingObserver();
		this.listener = (event) -> {
			throw new StackOverflowError("expected by a test");
		};
		Publisher publisher = started(8, observer);
		publisher.offer(step(1));
		publisher.offer(step(2));
		awaitPublished(2);
		Awaitility.await().atMost(PATIENCE).until(() -> observer.failed.size() == 2);
	}

	@Test
	void goesOnWhenAListenerLeavesItsThreadInterrupted() {
		List<Boolean> interrupted = new CopyOnWriteArrayList<>();
		this.listener = (event) -> {
			interrupted.add(Thread.currentThread().isInterrupted());
			Thread.currentThread().interrupt();
		};
		Publisher publisher = started(8, DispatchObserver.NONE);
		publisher.offer(new Step(List.of(SampleEvents.skipped(1, 4), SampleEvents.head(5)), 0));
		awaitPublished(2);
		publisher.offer(step(6));
		awaitPublished(3);
		assertThat(interrupted).containsOnly(false);
	}

	@Test
	void goesOnWhenItsThreadIsInterruptedWhileItWaits() {
		Publisher publisher = started(8, DispatchObserver.NONE);
		Thread thread = this.threads.get(0);
		Awaitility.await().atMost(PATIENCE).until(() -> thread.getState() == Thread.State.WAITING);
		thread.interrupt();
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> !thread.isInterrupted() && thread.getState() == Thread.State.WAITING);
		publisher.offer(step(1));
		awaitPublished(1);
	}

	@Test
	void losesNoEventWhenTheObserverThrows() {
		Publisher publisher = started(8, new DispatchObserver() {

			@Override
			public void delivering(ChainEvent event, int attempt, long latencyNanos) {
				throw new IllegalStateException("expected by a test");
			}

		});
		publisher.offer(STOPPED);
		publisher.offer(new Step(List.of(SampleEvents.skipped(1, 4), SampleEvents.head(5)), 0));
		publisher.offer(step(6));
		awaitPublished(4);
		assertThat(this.published).containsExactly(STOPPED, SampleEvents.skipped(1, 4), SampleEvents.head(5),
				SampleEvents.head(6));
	}

	@Test
	void losesNoEventWhenTheObserverThrowsOnAFailure() {
		this.listener = (event) -> {
			throw new IllegalArgumentException("expected by a test");
		};
		Publisher publisher = started(8, new DispatchObserver() {

			@Override
			public void failed(ChainEvent event, Throwable failure) {
				throw new IllegalStateException("expected by a test");
			}

		});
		publisher.offer(new Step(List.of(SampleEvents.skipped(1, 4), SampleEvents.head(5)), 0));
		publisher.offer(step(6));
		awaitPublished(3);
	}

	@Test
	void tellsOfRoomAlsoWhenTheObserverThrows() {
		this.listener = this::stickUntilReleased;
		Publisher publisher = started(1, new DispatchObserver() {

			@Override
			public void delivering(ChainEvent event, int attempt, long latencyNanos) {
				throwIf(event.equals(SampleEvents.head(2)), new IllegalStateException("expected by a test"));
			}

		});
		publisher.offer(step(1));
		awaitEntered();
		publisher.offer(step(2));
		assertThat(publisher.offer(step(3))).isFalse();
		this.released.countDown();
		Awaitility.await().atMost(PATIENCE).until(() -> this.roomCalls.size() == 1);
	}

	@Test
	void goesOnWhenWhoeverIsToldOfRoomThrows() {
		this.listener = this::stickUntilReleased;
		this.roomAgain = () -> {
			throw new IllegalStateException("expected by a test");
		};
		Publisher publisher = started(1, DispatchObserver.NONE);
		publisher.offer(step(1));
		awaitEntered();
		publisher.offer(step(2));
		publisher.offer(step(3));
		this.released.countDown();
		Awaitility.await().atMost(PATIENCE).until(() -> this.roomCalls.size() == 1);
		publisher.offer(step(4));
		awaitPublished(3);
		assertThat(this.published).containsExactly(SampleEvents.head(1), SampleEvents.head(2), SampleEvents.head(4));
	}

	@Test
	void takesNothingWhilePausedAndTellsChangesOfStateAllTheSame() {
		Publisher publisher = started(8, DispatchObserver.NONE);
		publisher.offer(step(1));
		awaitPublished(1);
		publisher.pause();
		publisher.pause();
		publisher.offer(step(2));
		publisher.offer(STOPPED);
		awaitPublished(2);
		assertThat(this.published).containsExactly(SampleEvents.head(1), STOPPED);
		assertThat(publisher.queueDepth()).isEqualTo(1);
		publisher.resume();
		publisher.resume();
		awaitPublished(3);
		assertThat(this.moves).containsExactly(PublisherState.PAUSED, PublisherState.DELIVERING);
	}

	@Test
	void finishesTheRunningEventWhenPausedAndLeavesTheRestOfTheStep() {
		this.listener = this::stickUntilReleased;
		Publisher publisher = started(8, DispatchObserver.NONE);
		publisher.offer(new Step(List.of(SampleEvents.head(1), SampleEvents.head(2)), 0));
		publisher.offer(step(3));
		awaitEntered();
		publisher.pause();
		publisher.offer(STOPPED);
		this.released.countDown();
		awaitPublished(2);
		assertThat(this.published).containsExactly(SampleEvents.head(1), STOPPED);
		assertThat(publisher.queueDepth()).isEqualTo(1);
		publisher.resume();
		awaitPublished(4);
		assertThat(this.published).endsWith(SampleEvents.head(2), SampleEvents.head(3));
	}

	@Test
	void tellsOfRoomOnlyWhenResumed() {
		Publisher publisher = started(1, DispatchObserver.NONE);
		publisher.pause();
		publisher.offer(step(1));
		assertThat(publisher.offer(step(2))).isFalse();
		assertThat(this.refusals).hasValue(1);
		assertThat(this.roomCalls).isEmpty();
		publisher.resume();
		Awaitility.await().atMost(PATIENCE).until(() -> this.roomCalls.size() == 1);
		assertThat(this.published).containsExactly(SampleEvents.head(1));
	}

	@Test
	void tellsOnItsOwnThreadThatItHasEnded() {
		Publisher publisher = started(8, DispatchObserver.NONE);
		assertThat(this.endedOn).isEmpty();
		publisher.close();
		assertThat(publisher.awaitEnd(PATIENCE)).isTrue();
		assertThat(this.endedOn).containsExactlyElementsOf(this.threads);
	}

	@Test
	void endsWhenStoppedWhilePaused() {
		Publisher publisher = started(8, DispatchObserver.NONE);
		publisher.pause();
		publisher.offer(step(1));
		publisher.close();
		assertThat(publisher.awaitEnd(PATIENCE)).isTrue();
		publisher.resume();
		publisher.pause();
		assertThat(this.published).isEmpty();
		assertThat(this.moves).containsExactly(PublisherState.PAUSED, PublisherState.CLOSED);
	}

	@Test
	void warnsOfAListenerThatIsStillRunningWhenAStepComesBehindIt(CapturedOutput output) {
		this.listener = this::stickUntilReleased;
		Publisher publisher = started(8, DispatchObserver.NONE);
		publisher.offer(step(1));
		awaitEntered();
		publisher.offer(step(2));
		assertThat(output).doesNotContain("WARN");
		this.nanoTime.addAndGet(Duration.ofSeconds(6).toNanos());
		publisher.offer(step(3));
		assertThat(output).contains("[main] The listeners together have been running for 6000 ms on NewHeadEvent");
		this.released.countDown();
		awaitPublished(3);
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> output.toString().contains("[main] A listener that is no @EventListener method took 6000 ms"));
	}

	private Publisher publisher(int queueCapacity, DispatchObserver observer) {
		return publisher(queueCapacity, observer, this.nanoTime::get);
	}

	private Publisher publisher(int queueCapacity, DispatchObserver observer, LongSupplier nanoTime) {
		DispatchSettings settings = TestPublisher.settings(queueCapacity, 0, FailurePolicy.OnFailure.CONTINUE);
		Publisher publisher = new Publisher(settings, this::publish, StepBoundary.NONE, observer, this,
				Clock.systemUTC(), nanoTime);
		this.publishers.add(publisher);
		return publisher;
	}

	@Override
	public void queueFull() {
		this.refusals.incrementAndGet();
	}

	@Override
	public void roomAgain() {
		this.roomCalls.add(Thread.currentThread());
		this.roomAgain.run();
	}

	@Override
	public void moved(PublisherState state, String reason) {
		this.moves.add(state);
	}

	@Override
	public void ended() {
		this.endedOn.add(Thread.currentThread());
	}

	private Publisher started(int queueCapacity, DispatchObserver observer) {
		Publisher publisher = publisher(queueCapacity, observer);
		publisher.start(this::thread);
		return publisher;
	}

	private Thread thread(Runnable task) {
		Thread thread = new Thread(task, "publisher-of-a-test");
		thread.setDaemon(true);
		this.threads.add(thread);
		return thread;
	}

	private void publish(Object event) {
		if (event instanceof ListenerFailedEvent failed) {
			this.givenUp.add(failed);
			return;
		}
		this.published.add(event);
		this.publishingThreads.add(Thread.currentThread());
		this.listener.accept(event);
	}

	private void stickUntilReleased(Object event) {
		this.entered.countDown();
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void awaitEntered() {
		Awaitility.await().atMost(PATIENCE).until(() -> this.entered.getCount() == 0);
	}

	private void awaitPublished(int count) {
		Awaitility.await().atMost(PATIENCE).until(() -> this.published.size() == count);
	}

	private static Step step(long number) {
		return new Step(List.of(SampleEvents.head(number)), 0);
	}

	private static void throwIf(boolean condition, RuntimeException failure) {
		if (condition) {
			throw failure;
		}
	}

}
