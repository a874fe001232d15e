package io.headwater.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.headwater.Hash;
import io.headwater.Head;
import org.jspecify.annotations.Nullable;

/**
 * One of the servers behind a connection, with its own idea of the chain, which comes
 * after the real one.
 */
final class SimulatedBackend {

	private final List<Head> view = new ArrayList<>();

	private final Map<Hash, Head> known = new HashMap<>();

	/** What was last taken out of the view, by number. */
	private final Map<Long, Head> orphans = new HashMap<>();

	private final Truth truth;

	/** It takes nothing over until then. */
	private long frozenUntil;

	SimulatedBackend(Truth truth) {
		this.truth = truth;
	}

	boolean isFrozen(long now) {
		return now < this.frozenUntil;
	}

	void freeze(long until) {
		this.frozenUntil = Math.max(this.frozenUntil, until);
	}

	void thaw() {
		this.frozenUntil = 0;
	}

	/**
	 * Take over the chain up to a length, or at least its beginning.
	 * @return the heads that are new to the view, lowest first
	 */
	List<Head> follow(List<Head> chain, int length) {
		while (!this.view.isEmpty() && !isOn(chain)) {
			Head orphan = this.view.remove(this.view.size() - 1);
			this.orphans.put(orphan.number(), orphan);
			this.truth.left(orphan);
		}
		List<Head> added = new ArrayList<>();
		for (int number = this.view.size(); number < Math.max(1, length); number++) {
			Head head = chain.get(number);
			this.view.add(head);
			this.known.put(head.hash(), head);
			this.truth.joined(head);
			added.add(head);
		}
		return added;
	}

	private boolean isOn(List<Head> chain) {
		int top = this.view.size() - 1;
		return top < chain.size() && chain.get(top) == this.view.get(top);
	}

	Head latest() {
		return this.view.get(this.view.size() - 1);
	}

	@Nullable Head byNumber(long number) {
		return (number >= 0 && number < this.view.size()) ? this.view.get((int) number) : null;
	}

	/** Some nodes serve what is no longer canonical, others do not. */
	@Nullable Head byHash(Hash hash, boolean orphansToo) {
		Head head = this.known.get(hash);
		return (head == null || orphansToo || head == byNumber(head.number())) ? head : null;
	}

	boolean hasOrphan(long number) {
		return this.orphans.containsKey(number);
	}

	/**
	 * Return a block that is no longer canonical, and call it so, with all below it.
	 */
	@Nullable Head orphan(long number) {
		Head orphan = this.orphans.get(number);
		for (Head claimed = orphan; claimed != null; claimed = this.known.get(claimed.parentHash())) {
			this.truth.claimed(claimed);
		}
		return orphan;
	}

	/**
	 * Return the block some way below the newest, or the genesis block.
	 */
	Head below(int lag) {
		return this.view.get(Math.max(0, this.view.size() - 1 - lag));
	}

}
