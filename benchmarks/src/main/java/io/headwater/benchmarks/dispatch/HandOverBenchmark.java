package io.headwater.benchmarks.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.headwater.benchmarks.chain.LinkedHeads;
import io.headwater.dispatch.DispatchObserver;
import io.headwater.dispatch.DispatchSettings;
import io.headwater.dispatch.FailurePolicy;
import io.headwater.dispatch.Publisher;
import io.headwater.dispatch.PublisherListener;
import io.headwater.dispatch.PublisherState;
import io.headwater.dispatch.Step;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.core.retry.RetryPolicy;

/**
 * A step on its way from the reader's thread to the publisher's, which has no listener to
 * call.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HandOverBenchmark {

	private static final int STEPS = 256;

	private static final DispatchSettings SETTINGS = new DispatchSettings(STEPS,
			new FailurePolicy(RetryPolicy.withMaxRetries(3), FailurePolicy.OnFailure.CONTINUE), Duration.ofSeconds(5));

	private final List<Step> steps = LinkedHeads.events(STEPS)
		.stream()
		.map((event) -> new Step(List.of(event), System.nanoTime()))
		.toList();

	private final Semaphore delivered = new Semaphore(0);

	private final Publisher publisher = new Publisher(SETTINGS, (event) -> {
	}, (step, events) -> {
		events.run();
		this.delivered.release();
	}, DispatchObserver.NONE, new NeverFull(), Clock.systemUTC(), System::nanoTime);

	/**
	 * Start the publisher.
	 */
	@Setup
	public void start() {
		this.publisher.start((task) -> new Thread(task, "publisher"));
	}

	/**
	 * Stop it.
	 */
	@TearDown
	public void stop() {
		this.publisher.close();
		this.publisher.awaitEnd(Duration.ofSeconds(5));
	}

	/**
	 * Hand over as fast as it goes, a full queue at a time.
	 * @throws InterruptedException if the benchmark is interrupted
	 */
	@Benchmark
	@OperationsPerInvocation(STEPS)
	public void flood() throws InterruptedException {
		this.steps.forEach(this.publisher::offer);
		this.delivered.acquire(STEPS);
	}

	/**
	 * Hand one over and wait for it: the publisher is woken for each.
	 * @throws InterruptedException if the benchmark is interrupted
	 */
	@Benchmark
	public void oneByOne() throws InterruptedException {
		this.publisher.offer(this.steps.get(0));
		this.delivered.acquire();
	}

	/**
	 * A queue that always has room.
	 */
	private static final class NeverFull implements PublisherListener {

		@Override
		public void queueFull() {
			throw new IllegalStateException("there is room for all");
		}

		@Override
		public void roomAgain() {
			throw new IllegalStateException("there is room for all");
		}

		@Override
		public void moved(PublisherState state, String reason) {
			if (state != PublisherState.CLOSED) {
				throw new IllegalStateException(reason);
			}
		}

		@Override
		public void ended() {
			// Nobody waits for it.
		}

	}

}
