package io.headwater.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.headwater.ChainEvent;
import io.headwater.HeadsSkippedEvent;
import org.awaitility.Awaitility;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.retry.RetryPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A publisher that delivers to an application context and tells when it has.
 */
final class TestPublisher implements PublisherListener, AutoCloseable {

	static final String THREAD_NAME = "publisher-of-a-test";

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	/** Comes after the events of a test, and only says that they are through. */
	private static final HeadsSkippedEvent END = SampleEvents.skipped(Long.MAX_VALUE, Long.MAX_VALUE);

	final RecordingObserver observer = new RecordingObserver();

	/** The moves of the publisher, with their reasons. */
	final List<String> moves = new CopyOnWriteArrayList<>();

	/** Released by the publisher's last call. */
	final CountDownLatch ended = new CountDownLatch(1);

	final Publisher publisher;

	private volatile CountDownLatch end = new CountDownLatch(0);

	TestPublisher(ApplicationEventPublisher context) {
		this(context, settings(1024, 0, FailurePolicy.OnFailure.CONTINUE), StepBoundary.NONE);
	}

	TestPublisher(ApplicationEventPublisher context, DispatchSettings settings, StepBoundary boundary) {
		this.publisher = new Publisher(settings, (event) -> {
			if (event == END) {
				this.end.countDown();
			}
			else {
				context.publishEvent(event);
			}
		}, boundary, this.observer, this, Clock.systemUTC(), System::nanoTime);
		this.publisher.start((task) -> new Thread(task, THREAD_NAME));
	}

	static DispatchSettings settings(int queueCapacity, int maxRetries, FailurePolicy.OnFailure onFailure) {
		RetryPolicy retry = RetryPolicy.builder().maxRetries(maxRetries).delay(Duration.ofMillis(1)).build();
		return new DispatchSettings(queueCapacity, new FailurePolicy(retry, onFailure), Duration.ofSeconds(5));
	}

	@Override
	public void queueFull() {
		throw new IllegalStateException("No test fills the queue");
	}

	@Override
	public void roomAgain() {
		throw new IllegalStateException("No test fills the queue");
	}

	@Override
	public void moved(PublisherState state, String reason) {
		this.moves.add(state + ": " + reason);
	}

	@Override
	public void ended() {
		this.ended.countDown();
	}

	/** Returns when the listeners have been called. */
	void deliver(ChainEvent... events) throws InterruptedException {
		this.end = new CountDownLatch(1);
		for (ChainEvent event : events) {
			assertThat(this.publisher.offer(new Step(List.of(event), System.nanoTime()))).isTrue();
		}
		assertThat(this.publisher.offer(new Step(List.of(END), System.nanoTime()))).isTrue();
		assertThat(this.end.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("delivered").isTrue();
	}

	/**
	 * Does not wait: for one step of several events, or one that will not be finished.
	 */
	void offer(ChainEvent... events) {
		assertThat(this.publisher.offer(new Step(List.of(events), System.nanoTime()))).isTrue();
	}

	void awaitMoves(int count) {
		Awaitility.await("moves").atMost(PATIENCE).until(() -> this.moves.size() >= count);
	}

	/** The names of the listeners that were called, in order. */
	List<String> called() {
		return this.observer.called;
	}

	@Override
	public void close() {
		this.publisher.close();
		assertThat(this.publisher.awaitEnd(PATIENCE)).isTrue();
	}

}
