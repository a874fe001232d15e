package io.headwater.dispatch;

import java.util.stream.LongStream;

import io.headwater.ChainEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A full queue refuses a step, and its publisher tells when there is room again.
 */
@Timeout(30)
class PublisherRoomTests {

	@AutoClose
	private final PublisherFixture fixture = new PublisherFixture();

	@Test
	void tellsOfRoomOnceOnItsOwnThreadAfterARefusal() {
		this.fixture.listener = this.fixture::stickUntilReleased;
		Publisher publisher = this.fixture.started(4, DispatchObserver.NONE);
		publisher.offer(PublisherFixture.step(0));
		this.fixture.awaitEntered();
		LongStream.rangeClosed(1, 4)
			.forEach((number) -> assertThat(publisher.offer(PublisherFixture.step(number))).isTrue());
		assertThat(publisher.offer(PublisherFixture.step(5))).isFalse();
		assertThat(publisher.queueDepth()).isEqualTo(4);
		assertThat(this.fixture.roomCalls).isEmpty();
		assertThat(this.fixture.refusals).hasValue(1);
		this.fixture.released.countDown();
		this.fixture.awaitPublished(5);
		Awaitility.await().atMost(PublisherFixture.PATIENCE).until(() -> publisher.lag().isZero());
		assertThat(this.fixture.roomCalls).isEqualTo(this.fixture.threads).hasSize(1);
	}

	@Test
	void tellsOfRoomAlsoWhenTheObserverThrows() {
		this.fixture.listener = this.fixture::stickUntilReleased;
		Publisher publisher = this.fixture.started(1, new DispatchObserver() {

			@Override
			public void delivering(ChainEvent event, int attempt, long latencyNanos) {
				PublisherFixture.throwIf(event.equals(SampleEvents.head(2)),
						new IllegalStateException("expected by a test"));
			}

		});
		publisher.offer(PublisherFixture.step(1));
		this.fixture.awaitEntered();
		publisher.offer(PublisherFixture.step(2));
		assertThat(publisher.offer(PublisherFixture.step(3))).isFalse();
		this.fixture.released.countDown();
		Awaitility.await().atMost(PublisherFixture.PATIENCE).until(() -> this.fixture.roomCalls.size() == 1);
	}

	@Test
	void goesOnWhenWhoeverIsToldOfRoomThrows() {
		this.fixture.listener = this.fixture::stickUntilReleased;
		this.fixture.roomAgain = () -> {
			throw new IllegalStateException("expected by a test");
		};
		Publisher publisher = this.fixture.started(1, DispatchObserver.NONE);
		publisher.offer(PublisherFixture.step(1));
		this.fixture.awaitEntered();
		publisher.offer(PublisherFixture.step(2));
		publisher.offer(PublisherFixture.step(3));
		this.fixture.released.countDown();
		Awaitility.await().atMost(PublisherFixture.PATIENCE).until(() -> this.fixture.roomCalls.size() == 1);
		publisher.offer(PublisherFixture.step(4));
		this.fixture.awaitPublished(3);
		assertThat(this.fixture.published).containsExactly(SampleEvents.head(1), SampleEvents.head(2),
				SampleEvents.head(4));
	}

}
