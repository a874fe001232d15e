package io.headwater.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.headwater.DeliveryState;
import io.headwater.ListenerFailedEvent;
import io.headwater.StreamStateChangedEvent;
import org.awaitility.Awaitility;

/**
 * Makes publishers, and notes what they publish to the one listener of a test, and what
 * they tell of themselves.
 */
final class PublisherFixture implements PublisherListener, AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(20);

	static final StreamStateChangedEvent STOPPED = SampleEvents.delivery(DeliveryState.LIVE, DeliveryState.STOPPED);

	final List<Object> published = new CopyOnWriteArrayList<>();

	final Set<Thread> publishingThreads = new CopyOnWriteArraySet<>();

	final List<Thread> threads = new CopyOnWriteArrayList<>();

	private final List<Publisher> publishers = new CopyOnWriteArrayList<>();

	final List<Thread> roomCalls = new CopyOnWriteArrayList<>();

	final List<ListenerFailedEvent> givenUp = new CopyOnWriteArrayList<>();

	final AtomicInteger refusals = new AtomicInteger();

	final List<Thread> endedOn = new CopyOnWriteArrayList<>();

	final List<PublisherState> moves = new CopyOnWriteArrayList<>();

	final AtomicLong nanoTime = new AtomicLong();

	final CountDownLatch released = new CountDownLatch(1);

	final CountDownLatch entered = new CountDownLatch(1);

	/** What the listener does with each event, and each change of state. */
	volatile Consumer<Object> listener = (event) -> {
	};

	volatile Runnable roomAgain = () -> {
	};

	static Step step(long number) {
		return new Step(List.of(SampleEvents.head(number)), 0);
	}

	static void throwIf(boolean condition, RuntimeException failure) {
		if (condition) {
			throw failure;
		}
	}

	Publisher publisher(int queueCapacity, DispatchObserver observer) {
		return publisher(queueCapacity, observer, this.nanoTime::get);
	}

	Publisher publisher(int queueCapacity, DispatchObserver observer, LongSupplier nanoTime) {
		DispatchSettings settings = TestPublisher.settings(queueCapacity, 0, FailurePolicy.OnFailure.CONTINUE);
		Publisher publisher = new Publisher(settings, this::publish, StepBoundary.NONE, observer, this,
				Clock.systemUTC(), nanoTime);
		this.publishers.add(publisher);
		return publisher;
	}

	Publisher started(int queueCapacity, DispatchObserver observer) {
		Publisher publisher = publisher(queueCapacity, observer);
		publisher.start(this::thread);
		return publisher;
	}

	Thread thread(Runnable task) {
		Thread thread = new Thread(task, "publisher-of-a-test");
		thread.setDaemon(true);
		this.threads.add(thread);
		return thread;
	}

	/** For a listener: waits until the test releases it. */
	void stickUntilReleased(Object event) {
		this.entered.countDown();
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	void awaitEntered() {
		Awaitility.await().atMost(PATIENCE).until(() -> this.entered.getCount() == 0);
	}

	void awaitPublished(int count) {
		Awaitility.await().atMost(PATIENCE).until(() -> this.published.size() == count);
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

	@Override
	public void close() {
		this.released.countDown();
		this.publishers.forEach(Publisher::close);
	}

}
