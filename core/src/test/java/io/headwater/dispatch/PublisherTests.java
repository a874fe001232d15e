package io.headwater.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import io.headwater.ChainEvent;
import io.headwater.ConnectionState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One thread that publishes what waits for it, in order.
 */
@Timeout(30)
class PublisherTests {

	@AutoClose
	private final PublisherFixture fixture = new PublisherFixture();

	@Test
	void publishesOnOneThreadInOrder() {
		Publisher publisher = this.fixture.started(1000, DispatchObserver.NONE);
		LongStream.range(0, 500).forEach((number) -> publisher.offer(PublisherFixture.step(number)));
		this.fixture.awaitPublished(500);
		assertThat(this.fixture.published).isEqualTo(LongStream.range(0, 500).mapToObj(SampleEvents::head).toList());
		assertThat(this.fixture.publishingThreads).isEqualTo(Set.copyOf(this.fixture.threads)).hasSize(1);
	}

	@Test
	void publishesEventsOfOneStepInOrder() {
		Publisher publisher = this.fixture.started(8, DispatchObserver.NONE);
		List<ChainEvent> events = List.of(SampleEvents.skipped(1, 4), SampleEvents.head(5), SampleEvents.skipped(6, 6));
		publisher.offer(new Step(events, 0));
		this.fixture.awaitPublished(3);
		assertThat(this.fixture.published).isEqualTo(events);
	}

	@Test
	void publishesWhatWasOfferedBeforeTheStart() {
		Publisher publisher = this.fixture.publisher(8, DispatchObserver.NONE);
		publisher.offer(PublisherFixture.step(1));
		publisher.start(this.fixture::thread);
		this.fixture.awaitPublished(1);
	}

	@Test
	void waitsWithoutPollingWhileNothingIsThere() {
		AtomicLong clockReadings = new AtomicLong();
		Publisher publisher = this.fixture.publisher(8, DispatchObserver.NONE, clockReadings::incrementAndGet);
		publisher.start(this.fixture::thread);
		publisher.offer(PublisherFixture.step(1));
		this.fixture.awaitPublished(1);
		Thread thread = this.fixture.threads.get(0);
		Awaitility.await().atMost(PublisherFixture.PATIENCE).until(() -> thread.getState() == Thread.State.WAITING);
		long readings = clockReadings.get();
		Awaitility.await()
			.pollInterval(Duration.ofMillis(2))
			.during(Duration.ofMillis(300))
			.atMost(PublisherFixture.PATIENCE)
			.until(() -> thread.getState() == Thread.State.WAITING);
		assertThat(clockReadings).hasValue(readings);
	}

	@Test
	void tellsOnlyTheNewestChangeOfEachKindThatCameWhileAListenerRan() {
		this.fixture.listener = this.fixture::stickUntilReleased;
		Publisher publisher = this.fixture.started(8, DispatchObserver.NONE);
		publisher.offer(PublisherFixture.step(1));
		this.fixture.awaitEntered();
		publisher.offer(PublisherFixture.step(2));
		publisher.offer(SampleEvents.connection(ConnectionState.LIVE, ConnectionState.WAITING));
		publisher.offer(SampleEvents.connection(ConnectionState.WAITING, ConnectionState.CONNECTING));
		this.fixture.released.countDown();
		this.fixture.awaitPublished(3);
		assertThat(this.fixture.published).containsExactly(SampleEvents.head(1),
				SampleEvents.connection(ConnectionState.WAITING, ConnectionState.CONNECTING), SampleEvents.head(2));
	}

}
