package io.headwater.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a publisher still does once it is closed, and how long one waits for its end.
 */
@Timeout(30)
class PublisherEndTests {

	@AutoClose
	private final PublisherFixture fixture = new PublisherFixture();

	@Test
	void finishesRunningEventAndDropsTheRestWhenClosed() {
		this.fixture.listener = this.fixture::stickUntilReleased;
		Publisher publisher = this.fixture.started(8, DispatchObserver.NONE);
		publisher.offer(new Step(List.of(SampleEvents.head(1), SampleEvents.head(2)), 0));
		publisher.offer(PublisherFixture.step(3));
		this.fixture.awaitEntered();
		publisher.close();
		assertThat(publisher.offer(PublisherFixture.step(4))).isFalse();
		assertThat(this.fixture.refusals).hasValue(0);
		this.fixture.released.countDown();
		assertThat(publisher.awaitEnd(PublisherFixture.PATIENCE)).isTrue();
		assertThat(this.fixture.published).containsExactly(SampleEvents.head(1));
		assertThat(publisher.end()).isCompleted();
	}

	@Test
	void stillTellsChangesOfStateAfterItWasClosed() {
		this.fixture.listener = this.fixture::stickUntilReleased;
		Publisher publisher = this.fixture.started(8, DispatchObserver.NONE);
		publisher.offer(PublisherFixture.step(1));
		this.fixture.awaitEntered();
		publisher.offer(PublisherFixture.STOPPED);
		publisher.close();
		this.fixture.released.countDown();
		assertThat(publisher.awaitEnd(PublisherFixture.PATIENCE)).isTrue();
		assertThat(this.fixture.published).containsExactly(SampleEvents.head(1), PublisherFixture.STOPPED);
	}

	@Test
	void interruptsListenerThatDoesNotReturnInTime() {
		AtomicBoolean interrupted = new AtomicBoolean();
		this.fixture.listener = (event) -> {
			this.fixture.entered.countDown();
			try {
				this.fixture.released.await();
			}
			catch (InterruptedException ex) {
				interrupted.set(true);
			}
		};
		Publisher publisher = this.fixture.started(8, DispatchObserver.NONE);
		publisher.offer(PublisherFixture.step(1));
		this.fixture.awaitEntered();
		publisher.close();
		assertThat(publisher.awaitEnd(Duration.ofMillis(50))).isFalse();
		Awaitility.await().atMost(PublisherFixture.PATIENCE).untilTrue(interrupted);
		assertThat(publisher.awaitEnd(PublisherFixture.PATIENCE)).isTrue();
	}

	@Test
	void awaitsNoEndOnItsOwnThread() {
		AtomicBoolean unended = new AtomicBoolean();
		Publisher publisher = this.fixture.publisher(8, DispatchObserver.NONE);
		this.fixture.listener = (event) -> {
			publisher.close();
			unended.set(!publisher.awaitEnd(PublisherFixture.PATIENCE) && publisher.isOwnThread());
		};
		publisher.start(this.fixture::thread);
		publisher.offer(PublisherFixture.step(1));
		Awaitility.await().atMost(PublisherFixture.PATIENCE).untilTrue(unended);
	}

	@Test
	void awaitsNoEndWhenItWasNeverStarted() {
		assertThat(this.fixture.publisher(8, DispatchObserver.NONE).awaitEnd(PublisherFixture.PATIENCE)).isTrue();
	}

	@Test
	void hasEndedWhenNoThreadCouldBeMade() {
		Publisher publisher = this.fixture.publisher(8, DispatchObserver.NONE);
		assertThatThrownBy(() -> publisher.start((task) -> {
			throw new OutOfMemoryError("simulated");
		})).isInstanceOf(OutOfMemoryError.class);
		assertThat(publisher.end()).isCompleted();
		assertThat(publisher.awaitEnd(PublisherFixture.PATIENCE)).isTrue();
	}

	@Test
	void keepsTheInterruptOfWhoeverAwaitsTheEnd() {
		this.fixture.listener = this.fixture::stickUntilReleased;
		Publisher publisher = this.fixture.started(8, DispatchObserver.NONE);
		publisher.offer(PublisherFixture.step(1));
		this.fixture.awaitEntered();
		publisher.close();
		Thread.currentThread().interrupt();
		assertThat(publisher.awaitEnd(PublisherFixture.PATIENCE)).isFalse();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void tellsOnItsOwnThreadThatItHasEnded() {
		Publisher publisher = this.fixture.started(8, DispatchObserver.NONE);
		assertThat(this.fixture.endedOn).isEmpty();
		publisher.close();
		assertThat(publisher.awaitEnd(PublisherFixture.PATIENCE)).isTrue();
		assertThat(this.fixture.endedOn).containsExactlyElementsOf(this.fixture.threads);
	}

}
