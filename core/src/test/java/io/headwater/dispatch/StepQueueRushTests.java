package io.headwater.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;

import io.headwater.ConnectionState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In a rush, the publisher sleeps until some steps have gathered.
 */
@Timeout(60)
class StepQueueRushTests {

	private static final int CAPACITY = 8;

	private final AtomicLong nanos = new AtomicLong();

	private final BlockingQueue<StepQueue.Taken> taken = new LinkedBlockingQueue<>();

	private StepQueue queue = new StepQueue(CAPACITY, this.nanos::get, Duration.ofHours(1));

	private Thread publisher = new Thread(this::takeAll);

	@AfterEach
	void close() throws InterruptedException {
		this.queue.moveTo(PublisherState.CLOSED);
		this.publisher.join();
	}

	@Test
	void sleepsUntilHalfTheQueueIsFull() throws InterruptedException {
		rush();
		awaitGathering();
		offer(CAPACITY / 2 - 1);
		assertThat(this.taken).isEmpty();
		offer(1);
		assertTakes(CAPACITY / 2);
	}

	@Test
	void takesEachStepAtOnceIfItHasWaitedForLonger() throws InterruptedException {
		this.publisher.start();
		for (int i = 0; i < 3; i++) {
			awaitState(Thread.State.WAITING);
			this.nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
			offer(1);
			assertTakes(1);
		}
	}

	@Test
	void takesWhatHasComeWhenItHasSleptForLongEnough() throws InterruptedException {
		this.queue = new StepQueue(CAPACITY, this.nanos::get, Duration.ofMillis(1));
		rush();
		offer(1);
		assertTakes(1);
	}

	@Test
	void isNoLongerInARushWhenNothingComes() throws InterruptedException {
		this.queue = new StepQueue(CAPACITY, this.nanos::get, Duration.ofMillis(1));
		rush();
		awaitState(Thread.State.WAITING);
		offer(1);
		assertTakes(1);
	}

	@Test
	void tellsAChangeOfStateAtOnce() throws InterruptedException {
		rush();
		awaitGathering();
		offer(1);
		this.queue.offer(SampleEvents.connection(ConnectionState.STOPPED, ConnectionState.CONNECTING));
		assertThat(this.taken.take().changes()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(names = { "PAUSED", "HALTED" })
	void sleepsWithoutATimeLimitWhileNothingIsDelivered(PublisherState state) throws InterruptedException {
		rush();
		awaitGathering();
		offer(2);
		this.queue.moveTo(state);
		awaitState(Thread.State.WAITING);
		assertThat(this.taken).isEmpty();
		this.queue.moveTo(PublisherState.DELIVERING);
		assertTakes(2);
	}

	@Test
	void endsAtOnce() throws InterruptedException {
		rush();
		awaitGathering();
		offer(1);
		this.queue.moveTo(PublisherState.CLOSED);
		this.publisher.join();
		assertThat(this.taken).isEmpty();
	}

	/** The clock stands still, so that each wait seems short. */
	private void rush() throws InterruptedException {
		this.publisher.start();
		awaitState(Thread.State.WAITING);
		offer(1);
		assertTakes(1);
	}

	/** Before it sleeps, a step that comes is taken at once, also in a rush. */
	private void awaitGathering() {
		awaitState(Thread.State.TIMED_WAITING);
	}

	private void assertTakes(int count) throws InterruptedException {
		for (int i = 0; i < count; i++) {
			assertThat(this.taken.take().step()).isNotNull();
		}
	}

	/** On a condition: a thread also waits where it enters a lock. */
	private void awaitState(Thread.State state) {
		Awaitility.await()
			.until(() -> this.publisher.getState() == state
					&& LockSupport.getBlocker(this.publisher) instanceof Condition);
	}

	private void offer(int count) {
		for (int i = 0; i < count; i++) {
			assertThat(this.queue.offer(new Step(List.of(SampleEvents.head(i)), i))).isTrue();
		}
	}

	private void takeAll() {
		try {
			for (StepQueue.Taken one = this.queue.take(true); one != null; one = this.queue.take(true)) {
				this.taken.add(one);
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Nobody interrupts it", ex);
		}
	}

}
