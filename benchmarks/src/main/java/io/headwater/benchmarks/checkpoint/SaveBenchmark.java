package io.headwater.benchmarks.checkpoint;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.headwater.ChainEvent;
import io.headwater.benchmarks.chain.LinkedHeads;
import io.headwater.checkpoint.CheckpointException;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointListener;
import io.headwater.checkpoint.CheckpointObserver;
import io.headwater.checkpoint.CheckpointResources;
import io.headwater.checkpoint.CheckpointSession;
import io.headwater.checkpoint.CheckpointSettings;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.checkpoint.LeaseHolder;
import io.headwater.checkpoint.StoredCheckpoint;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The usual case of a checkpoint: a step with one head is finished and saved in memory.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SaveBenchmark {

	private static final int STEPS = 16_384;

	private static final CheckpointSettings SETTINGS = new CheckpointSettings(4096, 1, 256, Duration.ofSeconds(30),
			Duration.ofSeconds(1));

	private final List<List<ChainEvent>> steps = LinkedHeads.events(STEPS)
		.stream()
		.map((event) -> List.<ChainEvent>of(event))
		.toList();

	private final ScheduledExecutorService scheduler = new ScheduledThreadPoolExecutor(1);

	private final CheckpointSession session = new CheckpointSession(new CheckpointKey("benchmark", "main"), SETTINGS,
			new CheckpointResources(new InMemoryCheckpointStore(), Runnable::run, this.scheduler, Clock.systemUTC(),
					System::nanoTime, () -> "nobody", CheckpointObserver.NONE),
			new Opened());

	private int next;

	/**
	 * Open the session.
	 */
	@Setup
	public void open() {
		this.session.start();
	}

	/**
	 * Close it.
	 */
	@TearDown
	public void close() {
		this.session.close().join();
		this.scheduler.shutdownNow();
	}

	/**
	 * Finish a step. After the last head the first one follows again, as after a reset.
	 */
	@Benchmark
	public void stepWithOneHead() {
		this.session.finished(this.steps.get(this.next++ % STEPS));
	}

	/**
	 * A session that is nobody else's.
	 */
	private static final class Opened implements CheckpointListener {

		@Override
		public void standby(LeaseHolder holder) {
			throw new IllegalStateException("memory is not shared");
		}

		@Override
		public void opened(@Nullable StoredCheckpoint stored) {
			// As it should be.
		}

		@Override
		public void lost(String reason) {
			throw new IllegalStateException(reason);
		}

		@Override
		public void refused(CheckpointException failure) {
			throw failure;
		}

	}

}
