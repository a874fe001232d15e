package io.headwater.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.chain.ContentAnswer;
import io.headwater.chain.ContentRequest;
import io.headwater.simulation.SimulationAction.Kind;
import io.headwater.testing.VirtualTime;

/**
 * What belongs to the blocks of a simulation: none to five logs each. In one world of
 * three nothing of it is wanted, in one that of some blocks, in one that of all. Its
 * choices are its own, so that the rest of a schedule stays the same.
 */
final class SimulatedContents {

	private static final List<Kind> FAULTS = List.of(Kind.ABSENT_CONTENT, Kind.FAILED_CONTENT, Kind.SILENT_CONTENT,
			Kind.DELAY_CONTENT, Kind.REPEAT_CONTENT);

	private static final long DEADLINE = 10_000;

	/** More than a half of what may wait. */
	private static final long LARGE = 3 << 20;

	private final Schedule schedule;

	private final VirtualTime time;

	private final Faults faults;

	private final Line line;

	private final SplittableRandom random;

	private final Map<Hash, ContentRequest> unanswered = new HashMap<>();

	/** Of which blocks the logs were asked for before. */
	private final Set<Hash> asked = new HashSet<>();

	private long prunedBelow;

	private long calls;

	private int mostInFlight;

	SimulatedContents(Schedule schedule, VirtualTime time, Faults faults, Line line) {
		this.schedule = schedule;
		this.time = time;
		this.faults = faults;
		this.line = line;
		this.random = new SplittableRandom(41 * schedule.seed() + 3);
	}

	/**
	 * Add what goes wrong with contents to a schedule, but where nothing else must
	 * happen.
	 */
	static Schedule addTo(Schedule schedule) {
		if (schedule.world().hardship() == Hardship.BROKEN_LINKS || Wish.of(schedule.seed()) == Wish.NONE) {
			return schedule;
		}
		SplittableRandom random = new SplittableRandom(43 * schedule.seed() + 5);
		List<SimulationAction> actions = new ArrayList<>(schedule.actions());
		for (int left = random.nextInt(12); left > 0; left--) {
			actions.add(new SimulationAction(random.nextLong(schedule.end() + 1),
					FAULTS.get(random.nextInt(FAULTS.size())), 1 + random.nextInt(5), 10 + random.nextInt(3000)));
		}
		actions.sort((one, other) -> Long.compare(one.at(), other.at()));
		return schedule.with(actions);
	}

	/**
	 * Return whether contents of some heads are wanted at least.
	 */
	boolean areWanted() {
		return Wish.of(this.schedule.seed()) != Wish.NONE;
	}

	boolean wants(Head head) {
		Wish wish = Wish.of(this.schedule.seed());
		return wish == Wish.ALL || (wish == Wish.SOME && number(head.hash(), 3) == 0);
	}

	/** By the hash alone, so that each block has its own. */
	private static int number(Hash block, int bound) {
		return Math.floorMod(block.hashCode() * 0x9e3779b9 >>> 8, bound);
	}

	/**
	 * Return the logs of a block.
	 */
	static Logs of(Head head) {
		return new Logs(head.hash(), IntStream.range(0, number(head.hash(), 6)).boxed().toList());
	}

	/**
	 * Return whether one of two nodes gives no contents.
	 */
	boolean areWithheld() {
		long seed = this.schedule.seed();
		return this.schedule.world().hardship() == Hardship.NONE && areWanted() && seed % 5 == 0;
	}

	/**
	 * Return whether nodes prune contents, and keep headers.
	 */
	boolean arePrunedAlone() {
		return areWanted() && this.schedule.seed() % 2 == 0;
	}

	void prune(long below) {
		this.prunedBelow = Math.max(this.prunedBelow, below);
	}

	/**
	 * Return the lowest number whose contents are served.
	 */
	long prunedBelow() {
		return this.prunedBelow;
	}

	/**
	 * Fetch what belongs to a block.
	 * @param isKnown whether the server that is asked has the block by then
	 * @param isWithheld whether it gives no contents
	 */
	void fetch(ContentRequest request, Known isKnown, boolean isWithheld) {
		this.calls++;
		Trace.tell(this.time, () -> "asks for the content of " + request.head().ref());
		SimulatedWalk.require(this.unanswered.put(request.head().hash(), request) == null,
				"a content is asked for once at a time");
		this.mostInFlight = Math.max(this.mostInFlight, this.unanswered.size());
		if (this.faults.strikes(Kind.SILENT_CONTENT)) {
			this.line.whileConnected(DEADLINE, () -> deliver(request, ContentAnswer.failed(this.time.nanos())));
			return;
		}
		this.line.whileAlive(1 + this.random.nextInt(25), () -> {
			ContentAnswer answer = answer(request.head(), isKnown, isWithheld);
			long back = 1 + this.random.nextInt(25);
			if (this.faults.strikes(Kind.DELAY_CONTENT)) {
				back += this.faults.extent(Kind.DELAY_CONTENT);
			}
			this.line.whileConnected(back, () -> deliver(request, answer));
			if (this.faults.strikes(Kind.REPEAT_CONTENT)) {
				this.line.whileAlive(back + this.faults.extent(Kind.REPEAT_CONTENT),
						() -> this.line.deliver(request, answer));
			}
		});
	}

	private void deliver(ContentRequest request, ContentAnswer answer) {
		this.unanswered.remove(request.head().hash());
		Trace.tell(this.time, () -> "content of " + request.head().ref() + " " + answer.outcome());
		this.line.deliver(request, answer);
	}

	private ContentAnswer answer(Head head, Known isKnown, boolean isWithheld) {
		long now = this.time.nanos();
		if (isWithheld || this.faults.strikes(Kind.FAILED_CONTENT)) {
			return ContentAnswer.failed(now);
		}
		boolean comesLate = this.asked.add(head.hash()) && number(head.hash(), 8) == 1;
		if (head.number() < this.prunedBelow || comesLate || this.faults.strikes(Kind.ABSENT_CONTENT)
				|| !isKnown.now()) {
			return ContentAnswer.absent(now);
		}
		return ContentAnswer.served(of(head), (number(head.hash(), 10) == 0) ? LARGE : 1000, now);
	}

	/** Nobody is answered any more what was asked. */
	void disconnected() {
		this.unanswered.clear();
	}

	int inFlight() {
		return this.unanswered.size();
	}

	int mostInFlight() {
		return this.mostInFlight;
	}

	long calls() {
		return this.calls;
	}

	/**
	 * What is wanted in a world.
	 */
	private enum Wish {

		NONE, SOME, ALL;

		static Wish of(long seed) {
			return values()[Math.floorMod(Long.hashCode(seed * 0x9e3779b97f4a7c15L) >>> 4, 3)];
		}

	}

	/**
	 * The logs of a block.
	 *
	 * @param block whose they are
	 * @param logs their indices
	 */
	record Logs(Hash block, List<Integer> logs) {
	}

	/**
	 * Whether a server has a block at the moment.
	 */
	@FunctionalInterface
	interface Known {

		boolean now();

	}

	/**
	 * The connection to the tracker.
	 */
	interface Line {

		/** Do something later, if the connection is still the same then. */
		void whileConnected(long millis, Runnable action);

		/** Do something later, if the application is still the same then. */
		void whileAlive(long millis, Runnable action);

		/** Answer. */
		void deliver(ContentRequest request, ContentAnswer answer);

	}

}
