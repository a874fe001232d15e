package io.headwater.dispatch;

import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a publisher does while it is paused, and once it is resumed.
 */
@Timeout(30)
class PublisherPauseTests {

	@AutoClose
	private final PublisherFixture fixture = new PublisherFixture();

	@Test
	void takesNothingWhilePausedAndTellsChangesOfStateAllTheSame() {
		Publisher publisher = this.fixture.started(8, DispatchObserver.NONE);
		publisher.offer(PublisherFixture.step(1));
		this.fixture.awaitPublished(1);
		publisher.pause();
		publisher.pause();
		publisher.offer(PublisherFixture.step(2));
		publisher.offer(PublisherFixture.STOPPED);
		this.fixture.awaitPublished(2);
		assertThat(this.fixture.published).containsExactly(SampleEvents.head(1), PublisherFixture.STOPPED);
		assertThat(publisher.queueDepth()).isEqualTo(1);
		publisher.resume();
		publisher.resume();
		this.fixture.awaitPublished(3);
		assertThat(this.fixture.moves).containsExactly(PublisherState.PAUSED, PublisherState.DELIVERING);
	}

	@Test
	void finishesTheRunningEventWhenPausedAndLeavesTheRestOfTheStep() {
		this.fixture.listener = this.fixture::stickUntilReleased;
		Publisher publisher = this.fixture.started(8, DispatchObserver.NONE);
		publisher.offer(new Step(List.of(SampleEvents.head(1), SampleEvents.head(2)), 0));
		publisher.offer(PublisherFixture.step(3));
		this.fixture.awaitEntered();
		publisher.pause();
		publisher.offer(PublisherFixture.STOPPED);
		this.fixture.released.countDown();
		this.fixture.awaitPublished(2);
		assertThat(this.fixture.published).containsExactly(SampleEvents.head(1), PublisherFixture.STOPPED);
		assertThat(publisher.queueDepth()).isEqualTo(1);
		publisher.resume();
		this.fixture.awaitPublished(4);
		assertThat(this.fixture.published).endsWith(SampleEvents.head(2), SampleEvents.head(3));
	}

	@Test
	void tellsOfRoomOnlyWhenResumed() {
		Publisher publisher = this.fixture.started(1, DispatchObserver.NONE);
		publisher.pause();
		publisher.offer(PublisherFixture.step(1));
		assertThat(publisher.offer(PublisherFixture.step(2))).isFalse();
		assertThat(this.fixture.refusals).hasValue(1);
		assertThat(this.fixture.roomCalls).isEmpty();
		publisher.resume();
		Awaitility.await().atMost(PublisherFixture.PATIENCE).until(() -> this.fixture.roomCalls.size() == 1);
		assertThat(this.fixture.published).containsExactly(SampleEvents.head(1));
	}

	@Test
	void endsWhenStoppedWhilePaused() {
		Publisher publisher = this.fixture.started(8, DispatchObserver.NONE);
		publisher.pause();
		publisher.offer(PublisherFixture.step(1));
		publisher.close();
		assertThat(publisher.awaitEnd(PublisherFixture.PATIENCE)).isTrue();
		publisher.resume();
		publisher.pause();
		assertThat(this.fixture.published).isEmpty();
		assertThat(this.fixture.moves).containsExactly(PublisherState.PAUSED, PublisherState.CLOSED);
	}

}
