package io.headwater.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.headwater.BlockRef;
import io.headwater.chain.WalkEvent;
import io.headwater.chain.WalkStep;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.test.walk.WalkChecker;
import io.headwater.testing.WalkEvents;
import org.jspecify.annotations.Nullable;

/**
 * From where a walk goes on over the restarts of a simulation, and whether that is told.
 */
final class SimulatedResumption {

	/** The checkpoint that is to be told first. */
	private @Nullable StoredCheckpoint stored;

	/** The checkpoint that was told last. */
	private @Nullable BlockRef checkpoint;

	private long oldest;

	/** With which number the walks have begun that each head has joined. */
	private final Map<BlockRef, Set<Long>> begun = new HashMap<>();

	/**
	 * Every block that was told as final, since a restart may take the last ones back.
	 */
	private final Map<Long, BlockRef> finalized = new HashMap<>();

	/**
	 * Note a head, and with which number the walk has begun that it joins.
	 */
	void joined(BlockRef head, long first) {
		this.begun.computeIfAbsent(head, (block) -> new HashSet<>()).add(first);
	}

	void begins(@Nullable StoredCheckpoint stored) {
		this.stored = stored;
	}

	boolean isTold() {
		return this.stored == null;
	}

	/**
	 * Take what is told, and bring the checker to where the walk was saved.
	 */
	Checkpoint told(WalkEvent.Resumed event, WalkStep step, WalkChecker checker) {
		StoredCheckpoint stored = this.stored;
		SimulatedWalk.require(stored != null && stored.checkpoint().block().equals(event.checkpoint()),
				"a start tells once from which checkpoint it goes on");
		SimulatedWalk.require(step.events().size() == 1, "where a walk goes on is a step of its own");
		this.stored = null;
		Checkpoint checkpoint = stored.checkpoint();
		this.checkpoint = checkpoint.block();
		this.oldest = stored.oldest();
		SimulatedWalk.require(
				stored.references().isEmpty() || this.begun.get(checkpoint.block()).contains(checkpoint.first()),
				"a store remembers where the walk has begun");
		checker.accept(WalkEvents.told(event));
		checker.resumedFrom(stored);
		List<BlockRef> stack = checker.stack();
		int remembered = stored.references().size();
		SimulatedWalk.require(
				remembered <= stack.size()
						&& stack.subList(stack.size() - remembered, stack.size()).equals(stored.references()),
				"what a store remembers is what was delivered");
		return checkpoint;
	}

	void finalized(BlockRef block) {
		this.finalized.put(block.number(), block);
	}

	/**
	 * Return the block that was told as final with a checkpoint.
	 */
	@Nullable BlockRef finalized(Checkpoint checkpoint) {
		return (checkpoint.finalized() != null) ? this.finalized.get(checkpoint.finalized()) : null;
	}

	/**
	 * Note that the walk begins anew, whatever was remembered of it.
	 */
	void forget() {
		this.oldest = 0;
	}

	/**
	 * Return the lowest number that was remembered over the last restart, or 0 if the
	 * walk has begun after it.
	 */
	long oldest() {
		return this.oldest;
	}

	/**
	 * Return the checkpoint that was told last.
	 */
	@Nullable BlockRef checkpoint() {
		return this.checkpoint;
	}

}
