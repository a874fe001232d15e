package io.headwater.endurance;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.NewHeadEvent;
import io.headwater.ReorgEvent;
import io.headwater.StreamResumedEvent;
import io.headwater.StreamStateChangedEvent;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.test.walk.WalkChecker;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Folds what the lives of an application were told, one after another, and fails where
 * one does not go on from the checkpoint that the life before has left.
 */
final class ToldLives {

	private final int confirmations;

	private final Predicate<BlockRef> replaced;

	/** The heads that were told and are not void. */
	private final Set<BlockRef> told = new HashSet<>();

	private final KeptBlocks kept = new KeptBlocks();

	private WalkChecker walk;

	private List<BlockRef> inWork = List.of();

	private int repeated;

	/**
	 * Create one that was told of no life.
	 * @param confirmations how many heads confirm a head, 0 for none
	 * @param replaced tells whether another block of the same number was ever on the
	 * chain
	 */
	ToldLives(int confirmations, Predicate<BlockRef> replaced) {
		this.confirmations = confirmations;
		this.replaced = replaced;
		this.walk = new WalkChecker(confirmations);
	}

	/**
	 * Take a life that goes on from where the store says, whatever that was.
	 * @param events what it was told
	 */
	void accept(List<ChainEvent> events) {
		List<ChainEvent> life = withoutChangesOfState(events);
		life.forEach(this::accept);
	}

	/**
	 * Take a life.
	 * @param events what it was told
	 * @param stored where it must have gone on, or {@code null} if it must have begun
	 * anew
	 */
	void accept(List<ChainEvent> events, @Nullable StoredCheckpoint stored) {
		List<ChainEvent> life = withoutChangesOfState(events);
		if (!life.isEmpty()) {
			begin(life.get(0), stored);
			life.stream().skip(1).forEach(this::accept);
		}
	}

	private static List<ChainEvent> withoutChangesOfState(List<ChainEvent> events) {
		return events.stream().filter((event) -> !(event instanceof StreamStateChangedEvent)).toList();
	}

	private void begin(ChainEvent first, @Nullable StoredCheckpoint stored) {
		if (stored == null) {
			assertThat(first).isNotInstanceOf(StreamResumedEvent.class);
			this.walk = new WalkChecker(this.confirmations);
			isVoidAbove(-1);
			accept(first);
			return;
		}
		Checkpoint checkpoint = stored.checkpoint();
		assertThat(first).isInstanceOfSatisfying(StreamResumedEvent.class,
				(resumed) -> assertThat(resumed.checkpoint()).isEqualTo(checkpoint.block()));
		accept(first);
		this.walk.resumedFrom(stored);
		assertThat(this.walk.stack()).as("what was delivered up to the checkpoint").endsWith(references(stored));
	}

	private static BlockRef[] references(StoredCheckpoint stored) {
		return stored.references().toArray(BlockRef[]::new);
	}

	private void accept(ChainEvent event) {
		this.walk.accept(event);
		this.kept.accept(event);
		if (event instanceof StreamResumedEvent resumed) {
			isVoidAbove(resumed.checkpoint().number());
		}
		else if (event instanceof ReorgEvent reorg) {
			reorg.reverted().forEach(this.told::remove);
		}
		else if (event instanceof NewHeadEvent head) {
			assertThat(this.told.add(head.head().ref())).as("told once, unless it has become void: " + head).isTrue();
			this.repeated += this.inWork.contains(head.head().ref()) ? 1 : 0;
		}
	}

	/**
	 * Only the step that was in work. If that was a reorg, it had saved its common
	 * ancestor, and may not have been told.
	 */
	private void isVoidAbove(long number) {
		this.inWork = this.told.stream().filter((block) -> block.number() > number).toList();
		if (this.inWork.size() > 1) {
			assertThat(this.inWork).as("what a kill repeats").allMatch(this.replaced);
		}
		this.inWork.forEach(this.told::remove);
	}

	/** How many heads came again because they were in work at the end of a life. */
	int repeated() {
		return this.repeated;
	}

	/** What stands by all the rules of a walk. */
	List<BlockRef> standing() {
		return this.walk.stack();
	}

	/** What stands by the rules of the README. */
	List<BlockRef> kept() {
		return this.kept.blocks();
	}

}
