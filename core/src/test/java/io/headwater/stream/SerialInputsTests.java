package io.headwater.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.headwater.chain.AnnouncementFault;
import io.headwater.chain.HeadTracker;
import io.headwater.chain.Pace;
import io.headwater.chain.TrackerSettings;
import io.headwater.chain.WalkOutput;
import io.headwater.chain.WalkStep;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class SerialInputsTests {

	private static final int THREADS = 4;

	private static final int INPUTS = 2_000;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@AutoClose("shutdownNow")
	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	private final SerialInputs inputs = new SerialInputs(new HeadTracker(
			new TrackerSettings(null, 16, 0, 4, Long.MAX_VALUE, true, Duration.ofSeconds(10)), null, (request) -> {
			}, new Nowhere()), new StreamLog("main", System::nanoTime));

	@Test
	void takesInputsOneAtATimeFromWhateverThread() throws Exception {
		AtomicInteger atIt = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CountDownLatch taken = new CountDownLatch(THREADS * INPUTS);
		for (int thread = 0; thread < THREADS; thread++) {
			this.threads.execute(() -> {
				for (int input = 0; input < INPUTS; input++) {
					this.inputs.take((tracker) -> {
						most.accumulateAndGet(atIt.incrementAndGet(), Math::max);
						atIt.decrementAndGet();
						taken.countDown();
					});
				}
			});
		}
		assertThat(taken.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(most).hasValue(1);
	}

	@Test
	void aThreadThatFindsTheTrackerBusyLeavesItsInputAndGoes() throws Exception {
		CountDownLatch busy = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		List<String> taken = new ArrayList<>();
		Future<?> other = this.threads.submit(() -> this.inputs.take((tracker) -> {
			busy.countDown();
			await(end);
			taken.add("first on " + Thread.currentThread().getName());
		}));
		await(busy);
		this.inputs.take((tracker) -> taken.add("second on " + Thread.currentThread().getName()));
		assertThat(taken).isEmpty();
		assertThat(this.inputs.depth()).isEqualTo(2);
		end.countDown();
		other.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		assertThat(taken).hasSize(2);
		assertThat(taken.get(1).replace("second", "first")).isEqualTo(taken.get(0));
	}

	@Test
	void whatAnInputBringsIsTakenAfterIt() {
		List<String> taken = new ArrayList<>();
		this.inputs.take((tracker) -> {
			this.inputs.take((same) -> taken.add("second"));
			taken.add("first");
		});
		assertThat(taken).containsExactly("first", "second");
	}

	@Test
	void anInputThatFailsKeepsNoOtherOut(CapturedOutput output) {
		List<String> taken = new ArrayList<>();
		this.inputs.take((tracker) -> {
			this.inputs.take((same) -> taken.add("second"));
			throw new IllegalStateException("a defect");
		});
		this.inputs.take((tracker) -> taken.add("third"));
		assertThat(taken).containsExactly("second", "third");
		assertThat(output).contains("An input of the tracker failed");
	}

	@Test
	void anErrorKeepsNoOtherOut() {
		List<String> taken = new ArrayList<>();
		this.inputs.take((tracker) -> {
			this.inputs.take((same) -> taken.add("second"));
			throw new StackOverflowError("expected by a test");
		});
		this.inputs.take((tracker) -> taken.add("third"));
		assertThat(taken).containsExactly("second", "third");
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * An output of which nothing is expected.
	 */
	private static final class Nowhere implements WalkOutput {

		@Override
		public boolean enter(WalkStep step) {
			return true;
		}

		@Override
		public void retryAfter(Duration delay, long token) {
		}

		@Override
		public void paceChanged(Pace pace, String reason) {
		}

		@Override
		public void dropped(AnnouncementFault fault) {
		}

		@Override
		public void unlinked(long number) {
		}

		@Override
		public void warned(String warning) {
		}

	}

}
