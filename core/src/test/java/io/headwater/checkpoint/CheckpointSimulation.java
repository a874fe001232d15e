package io.headwater.checkpoint;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.testing.VirtualScheduler;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A walk of every kind of step, with saves that fail or whose answers are lost, and
 * crashes and stops at any point. After each restart, what the store has kept must be
 * what was delivered at the end of some step, none older than what was said to be saved.
 */
public final class CheckpointSimulation {

	private static final CheckpointKey KEY = new CheckpointKey("simulation", "main");

	/** Longer than any delay before a failed save is made again. */
	private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

	private final VirtualScheduler time = new VirtualScheduler();

	private final SplittableRandom random;

	private final UnreliableStore store;

	private final boolean survivesErrors;

	private final String description;

	/** What is delivered and remembered, oldest first, and the first number there was. */
	private List<BlockRef> walk = new ArrayList<>();

	private long first;

	/** What was delivered at the end of each step since the last restart. */
	private final List<Delivered> history = new ArrayList<>();

	/** Up to where of it the store has said that it saved. */
	private int savedUpTo;

	private int window;

	private CheckpointRecorder recorder;

	private char branch = 'a';

	private int restarts;

	/**
	 * Create a simulation.
	 * @param seed makes the schedule
	 * @param store a store that is empty
	 */
	public CheckpointSimulation(long seed, CheckpointStore store) {
		this(seed, store, true);
	}

	/**
	 * Create a simulation with a deliberate fault.
	 * @param survivesErrors whether work goes on after the store has failed with an
	 * {@link Error}, as it should
	 */
	CheckpointSimulation(long seed, CheckpointStore store, boolean survivesErrors) {
		this.random = new SplittableRandom(seed);
		this.store = new UnreliableStore(store, this.random);
		this.survivesErrors = survivesErrors;
		this.description = "seed " + seed;
		this.recorder = open(null);
	}

	/**
	 * Run.
	 * @return how many restarts there were
	 */
	public int run(int actions) {
		for (int i = 0; i < actions; i++) {
			act(this.random.nextInt(100));
		}
		settle();
		restart(true);
		return this.restarts;
	}

	/** Once the store is well, all is saved, whatever has failed before. */
	private void settle() {
		this.store.unreliable = false;
		this.time.advance(LONGEST_WAIT);
		assertThat(this.recorder.unsaved()).as(this.description).isZero();
		noteSaved();
		this.store.unreliable = true;
	}

	private void act(int chance) {
		if (chance < 8) {
			this.time.advance(Duration.ofMillis(this.random.nextInt(3000)));
		}
		else if (chance < 9) {
			settle();
		}
		else if (chance < 14) {
			restart(this.random.nextBoolean());
		}
		else if (this.walk.isEmpty()) {
			begin(this.random.nextInt(1000), new ArrayList<>());
		}
		else {
			step(chance);
		}
	}

	private void step(int chance) {
		long next = last().number() + 1;
		if (chance < 24) {
			reorg(this.random.nextInt(this.walk.size()));
		}
		else if (chance < 27 && this.walk.get(0).number() == this.first && this.first > 0) {
			revertAll();
		}
		else if (chance < 30) {
			long from = next + 1 + this.random.nextInt(9);
			begin(from, new ArrayList<>(List.of(Steps.skipped(next, from - 1))));
		}
		else if (chance < 35) {
			reset(this.random.nextLong(next + 20));
		}
		else if (chance < 40) {
			finish(this.random.nextBoolean() ? Steps.safe(next) : Steps.finalized(next));
		}
		else {
			finish(join(next));
		}
	}

	private BlockRef last() {
		return this.walk.get(this.walk.size() - 1);
	}

	private ChainEvent join(long number) {
		this.walk.add(Steps.block(number, this.branch));
		while (this.walk.size() > this.window) {
			this.walk.remove(0);
		}
		return Steps.head(number, this.branch);
	}

	private void nextBranch() {
		this.branch = (this.branch == 'z') ? 'a' : (char) (this.branch + 1);
	}

	private void reorg(int kept) {
		this.walk.subList(kept + 1, this.walk.size()).clear();
		nextBranch();
		List<ChainEvent> events = new ArrayList<>(List.of(Steps.reorg(last())));
		if (this.random.nextInt(4) > 0) {
			events.add(join(last().number() + 1));
		}
		finish(events.toArray(ChainEvent[]::new));
	}

	private void revertAll() {
		nextBranch();
		BlockRef ancestor = Steps.block(this.walk.get(0).number() - 1, this.branch);
		this.walk.clear();
		finish(Steps.reorg(ancestor), join(ancestor.number() + 1));
	}

	private void reset(long to) {
		nextBranch();
		ChainEvent reset = Steps.reset(last(), Steps.block(to, this.branch));
		if (this.random.nextBoolean()) {
			begin(to, new ArrayList<>(List.of(reset)));
			return;
		}
		finish(reset);
		if (this.random.nextBoolean()) {
			begin(to, new ArrayList<>());
		}
		else {
			restart(this.random.nextBoolean());
		}
	}

	private void begin(long number, List<ChainEvent> before) {
		this.walk.clear();
		this.first = number;
		before.add(join(number));
		finish(before.toArray(ChainEvent[]::new));
	}

	private void finish(ChainEvent... events) {
		this.recorder.finished(List.of(events));
		this.history.add(new Delivered(last(), this.first, List.copyOf(this.walk), this.window));
		noteSaved();
	}

	private void noteSaved() {
		if (this.recorder.unsaved() == 0) {
			this.savedUpTo = Math.max(0, this.history.size() - 1);
		}
	}

	private void restart(boolean orderly) {
		if (orderly) {
			this.recorder.close();
			this.time.runDue();
		}
		noteSaved();
		this.recorder.end();
		this.restarts++;
		StoredCheckpoint stored = this.store.reopen(KEY);
		if (stored == null) {
			assertThat(this.savedUpTo).as(this.description).isZero();
			this.walk = new ArrayList<>();
		}
		else {
			assertDelivered(stored);
			this.walk = new ArrayList<>(stored.references());
			this.first = stored.checkpoint().first();
		}
		this.recorder = open(stored);
	}

	private void assertDelivered(StoredCheckpoint stored) {
		assertThat(this.history.subList(this.savedUpTo, this.history.size())).as(this.description)
			.anyMatch((delivered) -> isKept(delivered, stored));
	}

	private static boolean isKept(Delivered delivered, StoredCheckpoint stored) {
		int size = delivered.walk().size();
		int kept = stored.references().size();
		return stored.checkpoint().block().equals(delivered.block()) && stored.checkpoint().first() == delivered.first()
				&& kept >= Math.min(size, delivered.window()) && kept <= size
				&& stored.references().equals(delivered.walk().subList(size - kept, size));
	}

	private CheckpointRecorder open(@Nullable StoredCheckpoint stored) {
		this.window = 2 + this.random.nextInt(7);
		this.history.clear();
		this.savedUpTo = 0;
		if (stored != null) {
			this.history.add(new Delivered(last(), this.first, List.copyOf(this.walk), this.window));
		}
		CheckpointResources resources = new CheckpointResources(this.store, this::execute, this.time, Clock.systemUTC(),
				this.time::nanoTime, () -> "unused", CheckpointObserver.NONE);
		CheckpointSettings settings = new CheckpointSettings(this.window, 1 + this.random.nextInt(4), 10_000,
				Duration.ofSeconds(30), Duration.ofSeconds(1));
		return new CheckpointRecorder(KEY, settings, resources, this.store.acquire(KEY), Progress.from(stored),
				new StoreFailures(KEY, CheckpointObserver.NONE, this.time::nanoTime), (ex) -> {
					throw new AssertionError(this.description, ex);
				});
	}

	/** Sometimes no thread is to be had. */
	private void execute(Runnable task) {
		if (this.store.hasThrownError && !this.survivesErrors) {
			return;
		}
		if (this.store.unreliable && this.random.nextInt(100) < 10) {
			throw new OutOfMemoryError("unable to create native thread, simulated");
		}
		this.time.execute(task);
	}

	/**
	 * What was delivered at the end of a step.
	 */
	private record Delivered(BlockRef block, long first, List<BlockRef> walk, int window) {
	}

	/**
	 * Fails before it has saved, or after.
	 */
	private static final class UnreliableStore implements CheckpointStore {

		private final CheckpointStore store;

		private final SplittableRandom random;

		private String owner = "";

		private boolean unreliable = true;

		private boolean hasThrownError;

		UnreliableStore(CheckpointStore store, SplittableRandom random) {
			this.store = store;
			this.random = random;
		}

		String acquire(CheckpointKey key) {
			if (this.store instanceof LeasedCheckpointStore leased) {
				leased.release(key, this.owner);
				this.owner = "owner" + this.random.nextInt(1_000_000);
				assertThat(leased.acquire(key, this.owner, Duration.ofHours(1)).acquired()).isTrue();
			}
			return this.owner;
		}

		@Nullable StoredCheckpoint reopen(CheckpointKey key) {
			return this.store.load(key);
		}

		@Override
		public StoredCheckpoint load(CheckpointKey key) {
			return Objects.requireNonNull(this.store.load(key));
		}

		@Override
		public void save(CheckpointKey key, CheckpointUpdate update) {
			int chance = this.unreliable ? this.random.nextInt(100) : 100;
			failIf(chance < 20, chance < 5, "the store is away");
			this.store.save(key, update);
			failIf(chance < 35, chance < 25, "the answer is lost");
		}

		private void failIf(boolean fails, boolean withError, String how) {
			if (fails && withError) {
				this.hasThrownError = true;
				throw new OutOfMemoryError(how + ", simulated");
			}
			if (fails) {
				throw new IllegalStateException(how);
			}
		}

		@Override
		public void delete(CheckpointKey key) {
			this.store.delete(key);
		}

	}

}
