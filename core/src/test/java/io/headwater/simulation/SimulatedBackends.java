package io.headwater.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

import io.headwater.Hash;
import io.headwater.Head;
import io.headwater.chain.FinalityTag;
import io.headwater.chain.HeaderRequest;
import io.headwater.testing.VirtualTime;
import org.jspecify.annotations.Nullable;

/**
 * The servers behind a connection, each of which follows the chain in its own time.
 */
final class SimulatedBackends {

	private final SimulatedChain chain;

	private final Schedule.World world;

	private final VirtualTime time;

	private final SplittableRandom random;

	private final BiConsumer<SimulatedBackend, List<Head>> followed;

	private final List<SimulatedBackend> backends = new ArrayList<>();

	private long prunedBelow;

	private long linksBrokenUntil = Long.MIN_VALUE;

	SimulatedBackends(SimulatedChain chain, Schedule.World world, VirtualTime time, SplittableRandom random,
			Truth truth, BiConsumer<SimulatedBackend, List<Head>> followed) {
		this.chain = chain;
		this.world = world;
		this.time = time;
		this.random = random;
		this.followed = followed;
		for (int i = 0; i < world.backends(); i++) {
			SimulatedBackend backend = new SimulatedBackend(truth);
			backend.follow(chain.canonical(), chain.canonical().size());
			this.backends.add(backend);
		}
	}

	SimulatedBackend any() {
		return this.backends.get(this.random.nextInt(this.backends.size()));
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
		this.followed.accept(backend, backend.follow(this.chain.canonical(), this.chain.canonical().size() - lag));
		if (lag > 0) {
			this.time.after(this.random.nextInt(1500), () -> follow(backend, 0));
		}
	}

	/**
	 * Let all backends be where the chain is.
	 */
	void settle() {
		this.linksBrokenUntil = Long.MIN_VALUE;
		for (SimulatedBackend backend : this.backends) {
			backend.thaw();
			follow(backend, 0);
		}
	}

	void freeze(int index, int millis) {
		SimulatedBackend backend = this.backends.get(index % this.backends.size());
		backend.freeze(this.time.now() + millis);
		this.time.after(millis + 1, () -> follow(backend, 0));
	}

	/**
	 * Forget all blocks but the newest. Reorgs leave a distance to what is forgotten.
	 */
	void prune(int kept, int distance) {
		this.prunedBelow = Math.max(this.prunedBelow, this.chain.tip().number() - kept);
		this.chain.keep(this.prunedBelow + distance);
	}

	/**
	 * Return whether a backend has a block, and would serve what belongs to it.
	 */
	boolean has(Head head, SimulatedBackend backend) {
		return backend.byHash(head.hash(), this.world.orphansServed()) != null;
	}

	/**
	 * Return the lowest number that is served.
	 */
	long prunedBelow() {
		return this.prunedBelow;
	}

	/**
	 * Let headers that are fetched by number link to nothing for a while.
	 */
	void breakLinks(int millis) {
		this.linksBrokenUntil = this.time.now() + millis;
	}

	@Nullable Head find(HeaderRequest request, SimulatedBackend backend) {
		if (request.kind() == HeaderRequest.Kind.LATEST) {
			return backend.latest();
		}
		if (request.kind() == HeaderRequest.Kind.FINALIZED) {
			return find(FinalityTag.FINALIZED, backend);
		}
		if (request.number() < this.prunedBelow) {
			return null;
		}
		Hash hash = request.hash();
		if (hash != null) {
			return backend.byHash(hash, this.world.orphansServed());
		}
		Head head = backend.byNumber(request.number());
		boolean broken = head != null && this.time.now() < this.linksBrokenUntil;
		return broken ? SimulatedHeads.withoutLink(head) : head;
	}

	@Nullable Head find(FinalityTag tag, SimulatedBackend backend) {
		if (this.world.finality() == FinalityModel.UNKNOWN) {
			return null;
		}
		if (this.world.finality() == FinalityModel.NEWEST) {
			return backend.latest();
		}
		return backend.below((tag == FinalityTag.SAFE) ? this.world.finalityLag() / 2 : this.world.finalityLag());
	}

}
