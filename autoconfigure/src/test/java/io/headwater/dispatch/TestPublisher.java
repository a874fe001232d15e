package io.headwater.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.headwater.ChainEvent;
import io.headwater.HeadsSkippedEvent;

import org.springframework.context.ApplicationEventPublisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A publisher that delivers to an application context and tells when it has.
 */
final class TestPublisher implements AutoCloseable {

	static final String THREAD_NAME = "publisher-of-a-test";

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	/** Comes after the events of a test, and only says that they are through. */
	private static final HeadsSkippedEvent END = SampleEvents.skipped(Long.MAX_VALUE, Long.MAX_VALUE);

	final RecordingObserver observer = new RecordingObserver();

	private final Publisher publisher;

	private volatile CountDownLatch end = new CountDownLatch(0);

	TestPublisher(ApplicationEventPublisher context) {
		this.publisher = new Publisher(1024, (event) -> {
			if (event == END) {
				this.end.countDown();
			}
			else {
				context.publishEvent(event);
			}
		}, this.observer, System::nanoTime, () -> {
		});
		this.publisher.start((task) -> new Thread(task, THREAD_NAME));
	}

	/** Returns when the listeners have been called. */
	TestPublisher deliver(ChainEvent... events) throws InterruptedException {
		this.end = new CountDownLatch(1);
		for (ChainEvent event : events) {
			assertThat(this.publisher.offer(new Step(List.of(event), System.nanoTime()))).isTrue();
		}
		assertThat(this.publisher.offer(new Step(List.of(END), System.nanoTime()))).isTrue();
		assertThat(this.end.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("delivered").isTrue();
		return this;
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
