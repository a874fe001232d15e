package io.headwater.chain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import io.headwater.Head;
import io.headwater.chain.HeaderRequest.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Several backends behind one connection: one of them announces its heads, any of them
 * answers, and the way there and back is bad.
 */
final class SimulatedNode implements HeaderSource {

	private final SimulatedChain chain;

	private final Schedule.World world;

	private final VirtualTime time;

	private final SplittableRandom random;

	private final Faults faults;

	private final List<SimulatedBackend> backends = new ArrayList<>();

	private final Map<Long, HeaderRequest> unanswered = new HashMap<>();

	/** What the tracker was told of the newest head since it was connected. */
	private final List<Head> told = new ArrayList<>();

	private final Consumer<Consumer<HeadTracker>> tracker;

	private SimulatedBackend announcing;

	private boolean open;

	private long openedAt;

	private int generation;

	private long lastArrival;

	private long calls;

	private int mostInFlight;

	SimulatedNode(SimulatedChain chain, Schedule.World world, VirtualTime time, SplittableRandom random, Faults faults,
			Truth truth, Consumer<Consumer<HeadTracker>> tracker) {
		this.chain = chain;
		this.world = world;
		this.time = time;
		this.random = random;
		this.faults = faults;
		this.tracker = tracker;
		for (int i = 0; i < world.backends(); i++) {
			SimulatedBackend backend = new SimulatedBackend(truth);
			backend.follow(chain.canonical(), chain.canonical().size());
			this.backends.add(backend);
		}
		this.announcing = this.backends.get(0);
	}

	void connect(boolean sameNode) {
		if (this.open) {
			return;
		}
		this.open = true;
		this.openedAt = this.time.now();
		this.announcing = anyBackend();
		Trace.tell(this.time, () -> "connected, same node: " + sameNode);
		this.tracker.accept((tracker) -> tracker.connected(sameNode));
	}

	void cut() {
		if (!this.open) {
			return;
		}
		this.open = false;
		this.generation++;
		this.unanswered.clear();
		this.told.clear();
		this.faults.struck();
		Trace.tell(this.time, () -> "disconnected");
		this.tracker.accept(HeadTracker::disconnected);
	}

	private SimulatedBackend anyBackend() {
		return this.backends.get(this.random.nextInt(this.backends.size()));
	}

	SimulatedBackend backend(int index) {
		return this.backends.get(index % this.backends.size());
	}

	/**
	 * Let the backends take over the chain, each in its own time, and some in two halves.
	 */
	void spread() {
		for (SimulatedBackend backend : this.backends) {
			this.time.after(this.random.nextInt(250), () -> follow(backend, this.random.nextInt(4)));
		}
	}

	private void follow(SimulatedBackend backend, int lag) {
		if (backend.isFrozen(this.time.now())) {
			return;
		}
		announce(backend, backend.follow(this.chain.canonical(), this.chain.canonical().size() - lag));
		if (lag > 0) {
			this.time.after(this.random.nextInt(1500), () -> follow(backend, 0));
		}
	}

	/**
	 * Let all backends be where the chain is.
	 */
	void settle() {
		for (SimulatedBackend backend : this.backends) {
			backend.thaw();
			follow(backend, 0);
		}
	}

	void thaw(SimulatedBackend backend) {
		follow(backend, 0);
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
		int generation = this.generation;
		this.time.at(arrival, () -> {
			if (generation == this.generation) {
				this.told.add(head);
				Trace.tell(this.time, () -> "announced " + head.ref() + " on " + head.parentHash());
				this.tracker.accept((tracker) -> tracker.announced(head, this.time.nanos()));
			}
		});
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
		SimulatedBackend backend = anyBackend();
		this.time.after(1 + this.random.nextInt(25), () -> {
			HeaderAnswer answer = answer(request, backend);
			long back = 1 + this.random.nextInt(25) + delay();
			this.time.after(back, () -> {
				if (generation == this.generation) {
					deliver(request, answer);
				}
			});
			if (this.faults.strikes(SimulationAction.Kind.REPEAT_ANSWER)) {
				this.time.after(back + this.faults.extent(SimulationAction.Kind.REPEAT_ANSWER),
						() -> this.tracker.accept((tracker) -> tracker.fetched(request, answer)));
			}
		});
	}

	private long delay() {
		return this.faults.strikes(SimulationAction.Kind.DELAY_ANSWER)
				? this.faults.extent(SimulationAction.Kind.DELAY_ANSWER) : 0;
	}

	private void deliver(HeaderRequest request, HeaderAnswer answer) {
		this.unanswered.remove(request.id());
		Head head = answer.head();
		if (request.kind() == Kind.LATEST && head != null) {
			this.told.add(head);
		}
		Trace.tell(this.time,
				() -> request.id() + " answered " + answer.outcome() + ((head != null) ? " " + head.ref() : ""));
		this.tracker.accept((tracker) -> tracker.fetched(request, answer));
	}

	private HeaderAnswer answer(HeaderRequest request, SimulatedBackend backend) {
		long now = this.time.nanos();
		if (this.faults.strikes(SimulationAction.Kind.NULL_ANSWER)) {
			return HeaderAnswer.absent(now);
		}
		if (this.faults.strikes(SimulationAction.Kind.FAILED_ANSWER)) {
			return HeaderAnswer.failed(now);
		}
		Head head = find(request, backend);
		if (request.kind() != Kind.LATEST && this.faults.strikes(SimulationAction.Kind.WRONG_ANSWER)) {
			head = backend.byNumber(Math.max(0, request.number() - 1));
		}
		return (head != null) ? HeaderAnswer.served(head, now) : HeaderAnswer.absent(now);
	}

	private @Nullable Head find(HeaderRequest request, SimulatedBackend backend) {
		if (request.kind() == Kind.LATEST) {
			return backend.latest();
		}
		if (request.hash() != null) {
			return backend.byHash(request.hash(), this.world.orphansServed());
		}
		return backend.byNumber(request.number());
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
		return this.unanswered.size();
	}

	int mostInFlight() {
		return this.mostInFlight;
	}

	long calls() {
		return this.calls;
	}

}
