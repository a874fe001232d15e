package io.headwater.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.headwater.BlockRef;
import io.headwater.Head;
import io.headwater.chain.ContentAnswer;
import io.headwater.chain.ContentRequest;
import io.headwater.chain.FinalityTag;
import io.headwater.chain.HeadTracker;
import io.headwater.chain.HeaderAnswer;
import io.headwater.chain.HeaderRequest;
import io.headwater.chain.HeaderRequest.Kind;
import io.headwater.chain.HeaderSource;
import io.headwater.chain.Pace;
import io.headwater.testing.VirtualTime;
import org.jspecify.annotations.Nullable;

/**
 * Several backends behind one connection: one of them announces its heads, any of them
 * answers, and the way there and back is bad.
 */
final class SimulatedNode implements HeaderSource, SimulatedContents.Line {

	private final SimulatedChain chain;

	private final Schedule.World world;

	private final VirtualTime time;

	private final SplittableRandom random;

	private final Faults faults;

	private final Truth truth;

	private final SimulatedBackends backends;

	private final SimulatedContents contents;

	private final Map<Long, HeaderRequest> unanswered = new HashMap<>();

	/** What the tracker was told of the newest head since it was connected. */
	private final List<Head> told = new ArrayList<>();

	private final Consumer<Consumer<HeadTracker>> tracker;

	private final Tampering tampering;

	private final Supplier<@Nullable SimulatedRun> run;

	/** Whether the walk was live, and nothing has disturbed it since but false heads. */
	private boolean disturbedByLiesOnly;

	private final Consumer<HeaderAnswer> genesis;

	private SimulatedBackend announcing;

	/** Whether it is the node that serves no header above the walk but its newest. */
	private boolean withholding;

	/** When a node was left for the other one. */
	private long leftAt = -Tampering.MINUTES_BETWEEN_NODES.toMillis();

	private boolean open;

	private long openedAt;

	private int generation;

	/** Which application it is that hears what the node tells. */
	private int life;

	private long lastArrival;

	private long calls;

	private int mostInFlight;

	SimulatedNode(SimulatedChain chain, Schedule schedule, VirtualTime time, SplittableRandom random, Faults faults,
			Truth truth, Tampering tampering, Consumer<Consumer<HeadTracker>> tracker,
			Supplier<@Nullable SimulatedRun> run, Consumer<HeaderAnswer> genesis) {
		this.chain = chain;
		this.world = schedule.world();
		this.time = time;
		this.random = random;
		this.faults = faults;
		this.truth = truth;
		this.tracker = tracker;
		this.tampering = tampering;
		this.run = run;
		this.genesis = genesis;
		this.backends = new SimulatedBackends(chain, this.world, time, random, truth, this::announce);
		this.announcing = this.backends.any();
		this.contents = new SimulatedContents(schedule, time, faults, this);
		this.withholding = isOneOfTwo();
	}

	/** Whether one of two nodes serves less than the other. */
	private boolean isOneOfTwo() {
		return this.world.hardship() == Hardship.UNSERVED || this.contents.areWithheld();
	}

	SimulatedContents contents() {
		return this.contents;
	}

	/**
	 * Forget what belongs to old blocks, and mostly these as well.
	 */
	void prune(int kept, int distance) {
		long below = this.chain.tip().number() - kept;
		this.contents.prune(below);
		if (this.contents.arePrunedAlone()) {
			this.chain.keep(below + distance);
		}
		else {
			this.backends.prune(kept, distance);
		}
	}

	SimulatedBackends backends() {
		return this.backends;
	}

	void connect(boolean sameNode) {
		if (this.open) {
			return;
		}
		this.open = true;
		this.withholding = (this.withholding == sameNode) && isOneOfTwo();
		this.openedAt = this.time.now();
		this.announcing = this.backends.any();
		Trace.tell(this.time, () -> "connected, same node: " + sameNode);
		this.tracker.accept((tracker) -> tracker.connected(sameNode));
	}

	void cut() {
		if (!this.open) {
			return;
		}
		this.open = false;
		this.disturbedByLiesOnly = false;
		this.generation++;
		this.unanswered.clear();
		this.contents.disconnected();
		this.told.clear();
		this.faults.struck();
		Trace.tell(this.time, () -> "disconnected");
		this.tracker.accept(HeadTracker::disconnected);
	}

	/**
	 * Leave the node for the other one.
	 * @return whether it was not left a short while ago
	 */
	boolean leave() {
		if (!this.open || this.time.now() - this.leftAt < Tampering.MINUTES_BETWEEN_NODES.toMillis()) {
			return false;
		}
		this.leftAt = this.time.now();
		cut();
		return true;
	}

	/**
	 * Note that the application has ended, and hears nothing any more.
	 */
	void end() {
		this.life++;
		this.open = false;
		this.disturbedByLiesOnly = false;
		this.generation++;
		this.unanswered.clear();
		this.contents.disconnected();
		this.told.clear();
	}

	private void announce(SimulatedBackend backend, List<Head> added) {
		if (backend == this.announcing && !added.isEmpty()) {
			(this.world.eachAnnounced() ? added : added.subList(added.size() - 1, added.size()))
				.forEach(this::announce);
		}
	}

	private void announce(Head head) {
		if (!this.open || this.faults.strikes(SimulationAction.Kind.DROP_ANNOUNCEMENT)) {
			return;
		}
		long arrival = Math.max(this.lastArrival, this.time.now() + 2 + this.random.nextInt(40));
		if (this.faults.strikes(SimulationAction.Kind.DELAY_ANNOUNCEMENT)) {
			arrival += this.faults.extent(SimulationAction.Kind.DELAY_ANNOUNCEMENT);
		}
		else {
			this.lastArrival = arrival;
		}
		announceAt(arrival, head);
		if (this.faults.strikes(SimulationAction.Kind.REPEAT_ANNOUNCEMENT)) {
			announceAt(arrival + this.faults.extent(SimulationAction.Kind.REPEAT_ANNOUNCEMENT), head);
		}
	}

	/**
	 * Announce a head once more that may be long past.
	 */
	void announceStale(int depth) {
		Head stale = this.announcing.byNumber(this.announcing.latest().number() - depth);
		if (this.open && stale != null) {
			this.faults.struck();
			announceAt(this.time.now() + 5, stale);
		}
	}

	private void announceAt(long arrival, Head head) {
		Head announced = (this.world.hardship() == Hardship.LIES) ? SimulatedHeads.lieAbout(head) : head;
		whileConnected(arrival - this.time.now(), () -> {
			this.told.add(announced);
			this.truth.claimed(announced);
			boolean isDue = this.disturbedByLiesOnly && pace() != Pace.BACKLOGGED && isNext(announced)
					&& !this.contents.wants(announced);
			this.disturbedByLiesOnly &= isDue;
			tell(announced);
			SimulatedWalk.require(!isDue || pace() == Pace.BACKLOGGED || announced.ref().equals(tip()),
					"honest heads are told at once beside what nobody vouches for");
		});
	}

	private void tell(Head head) {
		Trace.tell(this.time, () -> "announced " + head.ref() + " on " + head.parentHash());
		this.tracker.accept((tracker) -> this.tampering.announced(tracker, head, this.time.nanos()));
	}

	/**
	 * Announce what is no block.
	 */
	void announceFalse(int form, int extent) {
		if (!this.open) {
			return;
		}
		this.faults.struck();
		for (Head head : FalseHeads.of(form, extent, this.announcing.latest())) {
			whileConnected(5, () -> {
				this.disturbedByLiesOnly |= pace() == Pace.LIVE && isNothingUnread();
				tell(head);
			});
		}
	}

	/** Where heads of an earlier run may still be confirmed, these are read first. */
	private boolean isNothingUnread() {
		SimulatedRun run = this.run.get();
		return run != null && run.isFirst() && this.world.hardship() != Hardship.LIES;
	}

	private boolean isNext(Head head) {
		BlockRef tip = tip();
		return tip != null && head.isChildOf(tip);
	}

	private @Nullable BlockRef tip() {
		SimulatedRun run = this.run.get();
		return (run != null) ? run.tip() : null;
	}

	private boolean isAboveTip(long number) {
		BlockRef tip = tip();
		return number > ((tip != null) ? tip.number() : -1);
	}

	private @Nullable Pace pace() {
		SimulatedRun run = this.run.get();
		return (run != null) ? run.pace() : null;
	}

	@Override
	public void whileConnected(long millis, Runnable action) {
		int generation = this.generation;
		this.time.after(millis, () -> {
			if (generation == this.generation) {
				action.run();
			}
		});
	}

	@Override
	public void whileAlive(long millis, Runnable action) {
		int life = this.life;
		this.time.after(millis, () -> {
			if (life == this.life) {
				action.run();
			}
		});
	}

	@Override
	public void deliver(ContentRequest request, ContentAnswer answer) {
		this.tracker.accept((tracker) -> this.tampering.contentFetched(tracker, request, answer));
	}

	@Override
	public boolean wantsContent(Head head) {
		return this.tampering.wantsContent(this.contents, head);
	}

	@Override
	public void fetchContent(ContentRequest request) {
		if (!this.open) {
			throw new AssertionError("nothing is asked without a connection");
		}
		SimulatedBackend backend = this.backends.any();
		this.contents.fetch(request, () -> this.backends.has(request.head(), backend),
				this.withholding && this.contents.areWithheld());
	}

	@Override
	public void fetch(HeaderRequest request) {
		if (!this.open) {
			throw new AssertionError("nothing is asked without a connection");
		}
		this.calls++;
		Trace.tell(this.time, () -> "asks " + request);
		this.unanswered.put(request.id(), request);
		this.mostInFlight = Math.max(this.mostInFlight, this.unanswered.size());
		int generation = this.generation;
		int life = this.life;
		SimulatedBackend backend = this.backends.any();
		this.time.after(1 + this.random.nextInt(25), () -> {
			HeaderAnswer answer = answer(request, backend);
			long back = wayBack();
			this.time.after(back, () -> {
				if (generation == this.generation) {
					deliver(request, answer);
				}
			});
			if (this.faults.strikes(SimulationAction.Kind.REPEAT_ANSWER)) {
				repeat(life, request, answer, back + this.faults.extent(SimulationAction.Kind.REPEAT_ANSWER));
			}
		});
	}

	private void repeat(int life, HeaderRequest request, HeaderAnswer answer, long millis) {
		this.time.after(millis, () -> {
			if (life == this.life) {
				this.tracker.accept((tracker) -> tracker.fetched(request, answer));
			}
		});
	}

	private long wayBack() {
		long path = 1 + this.random.nextInt(25);
		return this.faults.strikes(SimulationAction.Kind.DELAY_ANSWER)
				? path + this.faults.extent(SimulationAction.Kind.DELAY_ANSWER) : path;
	}

	private void deliver(HeaderRequest request, HeaderAnswer answer) {
		this.unanswered.remove(request.id());
		Head head = answer.head();
		if (request.kind() == Kind.LATEST && head != null) {
			this.told.add(head);
		}
		if (request.number() == 0 && answer.outcome() != HeaderAnswer.Outcome.FAILED) {
			this.genesis.accept(answer);
		}
		Trace.tell(this.time,
				() -> request.id() + " answered " + answer.outcome() + ((head != null) ? " " + head.ref() : ""));
		BlockRef tip = tip();
		this.disturbedByLiesOnly &= head == null || (tip != null && head.number() <= tip.number());
		this.tracker.accept((tracker) -> this.tampering.fetched(tracker, request, answer));
	}

	private HeaderAnswer answer(HeaderRequest request, SimulatedBackend backend) {
		long now = this.time.nanos();
		if (request.kind() != Kind.FINALIZED && this.faults.strikes(SimulationAction.Kind.NULL_ANSWER)) {
			return HeaderAnswer.absent(now);
		}
		if (this.faults.strikes(SimulationAction.Kind.FAILED_ANSWER)) {
			return HeaderAnswer.failed(now);
		}
		if (this.withholding && this.world.hardship() == Hardship.UNSERVED && isAboveTip(request.number())) {
			return HeaderAnswer.absent(now);
		}
		Head head = this.backends.find(request, backend);
		if (request.number() >= 0 && this.faults.strikes(SimulationAction.Kind.WRONG_ANSWER)) {
			head = backend.byNumber(Math.max(0, request.number() - 1));
		}
		else if (isAboveTheWalk(request) && backend.hasOrphan(request.number())
				&& this.faults.strikes(SimulationAction.Kind.ORPHANED_ANSWER)) {
			head = backend.orphan(request.number());
		}
		return (head != null) ? HeaderAnswer.served(head, now) : HeaderAnswer.absent(now);
	}

	/** Further down, a node that answers with orphans is one that has left the walk. */
	private boolean isAboveTheWalk(HeaderRequest request) {
		BlockRef tip = tip();
		return request.kind() == Kind.BY_NUMBER && request.number() > ((tip != null) ? tip.number() : -1)
				&& request.number() >= this.backends.prunedBelow();
	}

	/**
	 * Read a safe or finalized block, as the stream does after a head, which may take a
	 * while and fail.
	 * @param done is run at the end of the call, if the connection lasts as long
	 */
	void read(FinalityTag tag, Runnable done) {
		SimulatedBackend backend = this.backends.any();
		whileConnected(1 + this.random.nextInt(25), () -> {
			boolean fails = this.faults.strikes(SimulationAction.Kind.NULL_ANSWER)
					|| this.faults.strikes(SimulationAction.Kind.FAILED_ANSWER);
			Head head = this.backends.find(tag, backend);
			whileConnected(wayBack(), () -> {
				done.run();
				if (!fails && head != null) {
					Trace.tell(this.time, () -> "reads " + tag + " " + head.ref());
					this.tracker.accept((tracker) -> tracker.finalityRead(tag, head, this.time.nanos()));
				}
			});
		});
	}

	/**
	 * Return whether the tracker knows all it needs: it was told of the chain's tip, and
	 * of nothing since that contradicts it.
	 */
	boolean hasToldTheTip() {
		int last = this.told.lastIndexOf(this.chain.tip());
		return last >= 0 && this.told.subList(last, this.told.size()).stream().allMatch(this.chain::isCanonical);
	}

	boolean isOpen() {
		return this.open;
	}

	long openedAt() {
		return this.openedAt;
	}

	int inFlight() {
		return this.unanswered.size() + this.contents.inFlight();
	}

	int mostInFlight() {
		return this.mostInFlight;
	}

	long calls() {
		return this.calls;
	}

}
