package io.headwater.benchmarks.chain;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.headwater.Head;
import io.headwater.chain.AnnouncementFault;
import io.headwater.chain.HeadTracker;
import io.headwater.chain.HeaderAnswer;
import io.headwater.chain.HeaderRequest;
import io.headwater.chain.HeaderSource;
import io.headwater.chain.Pace;
import io.headwater.chain.TrackerSettings;
import io.headwater.chain.WalkOutput;
import io.headwater.chain.WalkStep;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The usual case of the walk: an announced head extends the tip.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeadTrackerBenchmark {

	private static final int HEADS = 16_384;

	private static final TrackerSettings SETTINGS = new TrackerSettings(null, 4096, 0, 4, Long.MAX_VALUE, true,
			Duration.ofSeconds(10));

	private final Head[] chain = new Head[HEADS];

	private HeadTracker tracker = newTracker();

	private int next = HEADS;

	private @Nullable WalkStep last;

	/**
	 * Make the chain that is announced again and again.
	 */
	@Setup
	public void makeChain() {
		LinkedHeads.of(HEADS).toArray(this.chain);
	}

	/**
	 * Announce the next head.
	 * @return the step that it becomes
	 */
	@Benchmark
	public @Nullable WalkStep headThatExtendsTheTip() {
		if (this.next == HEADS) {
			this.tracker = newTracker();
			this.next = 0;
		}
		this.tracker.announced(this.chain[this.next++], 0);
		return this.last;
	}

	private HeadTracker newTracker() {
		Answers answers = new Answers();
		HeadTracker tracker = new HeadTracker(SETTINGS, null, answers, new Output());
		tracker.connected(true);
		if (answers.request != null && this.chain[0] != null) {
			tracker.fetched(answers.request, HeaderAnswer.served(this.chain[0], 0));
		}
		return tracker;
	}

	/**
	 * Keeps the one request that a connected tracker makes.
	 */
	private static final class Answers implements HeaderSource {

		private @Nullable HeaderRequest request;

		@Override
		public void fetch(HeaderRequest request) {
			this.request = request;
		}

	}

	/**
	 * A queue that always has room.
	 */
	private final class Output implements WalkOutput {

		@Override
		public boolean enter(WalkStep step) {
			HeadTrackerBenchmark.this.last = step;
			return true;
		}

		@Override
		public void retryAfter(Duration delay, long token) {
			throw new IllegalStateException("nothing is to be retried here");
		}

		@Override
		public void paceChanged(Pace pace, String reason) {
			HeadTrackerBenchmark.this.last = null;
		}

		@Override
		public void dropped(AnnouncementFault fault) {
			throw new IllegalStateException("nothing is to be dropped here: " + fault);
		}

		@Override
		public void unlinked(long number) {
			throw new IllegalStateException("all headers link here");
		}

		@Override
		public void warned(String warning) {
			throw new IllegalStateException(warning);
		}

	}

}
