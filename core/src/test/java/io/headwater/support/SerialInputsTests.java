package io.headwater.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SerialInputsTests {

	private static final int THREADS = 4;

	private static final int INPUTS = 2_000;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@AutoClose("shutdownNow")
	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	private final List<Throwable> failures = new ArrayList<>();

	private final SerialInputs<List<String>> inputs = new SerialInputs<>(new ArrayList<>(), this.failures::add);

	@Test
	void takesInputsOneAtATimeFromWhateverThread() throws Exception {
		AtomicInteger atIt = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CountDownLatch taken = new CountDownLatch(THREADS * INPUTS);
		for (int thread = 0; thread < THREADS; thread++) {
			this.threads.execute(() -> {
				for (int input = 0; input < INPUTS; input++) {
					this.inputs.take((target) -> {
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
	void aThreadThatFindsTheTargetBusyLeavesItsInputAndGoes() throws Exception {
		CountDownLatch busy = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		List<String> taken = new ArrayList<>();
		Future<?> other = this.threads.submit(() -> this.inputs.take((target) -> {
			busy.countDown();
			await(end);
			taken.add("first on " + Thread.currentThread().getName());
		}));
		await(busy);
		this.inputs.take((target) -> taken.add("second on " + Thread.currentThread().getName()));
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
		this.inputs.take((target) -> {
			this.inputs.take((same) -> taken.add("second"));
			taken.add("first");
		});
		assertThat(taken).containsExactly("first", "second");
	}

	@Test
	void anInputThatFailsKeepsNoOtherOut() {
		List<String> taken = new ArrayList<>();
		this.inputs.take((target) -> {
			this.inputs.take((same) -> taken.add("second"));
			throw new IllegalStateException("a defect");
		});
		this.inputs.take((target) -> taken.add("third"));
		assertThat(taken).containsExactly("second", "third");
		assertThat(this.failures).singleElement().isInstanceOf(IllegalStateException.class);
	}

	@Test
	void anErrorKeepsNoOtherOut() {
		List<String> taken = new ArrayList<>();
		this.inputs.take((target) -> {
			this.inputs.take((same) -> taken.add("second"));
			throw new StackOverflowError("expected by a test");
		});
		this.inputs.take((target) -> taken.add("third"));
		assertThat(taken).containsExactly("second", "third");
	}

	@Test
	void takesWhatFollowsThoughNobodyCanTakeWhatAnInputHasThrown() {
		List<String> taken = new ArrayList<>();
		SerialInputs<List<String>> inputs = new SerialInputs<>(taken, (failure) -> {
			throw new StackOverflowError("expected by a test");
		});
		inputs.take((target) -> {
			throw new IllegalStateException("a defect");
		});
		inputs.take((target) -> target.add("second"));
		assertThat(taken).containsExactly("second");
		assertThat(inputs.depth()).isZero();
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

}
