package io.headwater.dispatch;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How far the listeners are behind, in time.
 */
@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class PublisherLagTests {

	@AutoClose
	private final PublisherFixture fixture = new PublisherFixture();

	@Test
	void hasNoLagWhenNothingWaits() {
		this.fixture.nanoTime.set(7_000);
		Publisher publisher = this.fixture.started(8, DispatchObserver.NONE);
		assertThat(publisher.lag()).isZero();
		publisher.offer(PublisherFixture.step(1));
		this.fixture.awaitPublished(1);
		Awaitility.await().atMost(PublisherFixture.PATIENCE).until(() -> publisher.lag().isZero());
	}

	@Test
	void lagGrowsWhileAListenerIsStuck() {
		this.fixture.listener = this.fixture::stickUntilReleased;
		this.fixture.nanoTime.set(1_000);
		Publisher publisher = this.fixture.started(8, DispatchObserver.NONE);
		publisher.offer(new Step(List.of(SampleEvents.head(1)), 400));
		publisher.offer(new Step(List.of(SampleEvents.head(2)), 900));
		this.fixture.awaitEntered();
		assertThat(publisher.lag()).isEqualTo(Duration.ofNanos(600));
		assertThat(publisher.queueDepth()).isEqualTo(1);
		this.fixture.nanoTime.set(5_000);
		assertThat(publisher.lag()).isEqualTo(Duration.ofNanos(4_600));
		this.fixture.released.countDown();
		Awaitility.await().atMost(PublisherFixture.PATIENCE).until(() -> publisher.lag().isZero());
	}

	@Test
	void lagIsThatOfTheOldestStepBeforeTheFirstIsTaken() {
		Publisher publisher = this.fixture.publisher(8, DispatchObserver.NONE);
		publisher.offer(new Step(List.of(SampleEvents.head(1)), 100));
		publisher.offer(new Step(List.of(SampleEvents.head(2)), 900));
		this.fixture.nanoTime.set(1_000);
		assertThat(publisher.lag()).isEqualTo(Duration.ofNanos(900));
	}

	@Test
	void tellsTheAgeOfTheOldestStepThatWaitsApartFromTheOneInDelivery() {
		this.fixture.listener = this.fixture::stickUntilReleased;
		this.fixture.nanoTime.set(1_000);
		Publisher publisher = this.fixture.started(8, DispatchObserver.NONE);
		assertThat(publisher.queueAge()).isZero();
		publisher.offer(new Step(List.of(SampleEvents.head(1)), 400));
		this.fixture.awaitEntered();
		assertThat(publisher.queueAge()).isZero();
		publisher.offer(new Step(List.of(SampleEvents.head(2)), 900));
		publisher.offer(new Step(List.of(SampleEvents.head(3)), 950));
		assertThat(publisher.queueAge()).isEqualTo(Duration.ofNanos(100));
		this.fixture.released.countDown();
		Awaitility.await().atMost(PublisherFixture.PATIENCE).until(() -> publisher.queueAge().isZero());
	}

	@Test
	void tellsHowLongAnEventWaitedForItsDelivery() {
		RecordingObserver observer = new RecordingObserver();
		this.fixture.nanoTime.set(1_000);
		Publisher publisher = this.fixture.started(8, observer);
		publisher.offer(new Step(List.of(SampleEvents.head(1)), 400));
		this.fixture.awaitPublished(1);
		assertThat(observer.latencies).containsExactly(600L);
	}

	@Test
	void warnsOfAListenerThatIsStillRunningWhenAStepComesBehindIt(CapturedOutput output) {
		this.fixture.listener = this.fixture::stickUntilReleased;
		Publisher publisher = this.fixture.started(8, DispatchObserver.NONE);
		publisher.offer(PublisherFixture.step(1));
		this.fixture.awaitEntered();
		publisher.offer(PublisherFixture.step(2));
		assertThat(output).doesNotContain("WARN");
		this.fixture.nanoTime.addAndGet(Duration.ofSeconds(6).toNanos());
		publisher.offer(PublisherFixture.step(3));
		assertThat(output).contains("[main] The listeners together have been running for 6000 ms on NewHeadEvent");
		this.fixture.released.countDown();
		this.fixture.awaitPublished(3);
		Awaitility.await()
			.atMost(PublisherFixture.PATIENCE)
			.until(() -> output.toString().contains("[main] A listener that is no @EventListener method took 6000 ms"));
	}

}
