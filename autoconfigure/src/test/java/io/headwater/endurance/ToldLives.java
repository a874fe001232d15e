package io.headwater.endurance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.headwater.BlockRef;
import io.headwater.ChainEvent;
import io.headwater.NewHeadEvent;
import io.headwater.StreamResumedEvent;
import io.headwater.StreamStateChangedEvent;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.testing.WalkChecker;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Folds what the lives of an application were told, one after another, and fails where
 * one does not go on from the checkpoint that the life before has left.
 */
final class ToldLives {

	private final int confirmations;

	private final Set<BlockRef> told = new HashSet<>();

	private final KeptBlocks kept = new KeptBlocks();

	/** How many heads each life was told that a life before was told. */
	private final List<Integer> repeated = new ArrayList<>();

	private WalkChecker walk;

	private @Nullable BlockRef lastHead;

	ToldLives(int confirmations) {
		this.confirmations = confirmations;
		this.walk = new WalkChecker(confirmations);
	}

	/**
	 * Take a life that goes on from where the store says, whatever that was.
	 * @param events what it was told
	 */
	void accept(List<ChainEvent> events) {
		List<ChainEvent> life = withoutChangesOfState(events);
		life.forEach(this::accept);
		repeated(life);
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
		repeated(life);
	}

	private static List<ChainEvent> withoutChangesOfState(List<ChainEvent> events) {
		return events.stream().filter((event) -> !(event instanceof StreamStateChangedEvent)).toList();
	}

	private void begin(ChainEvent first, @Nullable StoredCheckpoint stored) {
		if (stored == null) {
			assertThat(first).isNotInstanceOf(StreamResumedEvent.class);
			this.walk = new WalkChecker(this.confirmations);
			accept(first);
			return;
		}
		Checkpoint checkpoint = stored.checkpoint();
		assertThat(first).isInstanceOfSatisfying(StreamResumedEvent.class,
				(resumed) -> assertThat(resumed.checkpoint()).isEqualTo(checkpoint.block()));
		accept(first);
		this.walk.saved(checkpoint.confirmed(), checkpoint.safe(), checkpoint.finalized());
		assertThat(this.walk.stack()).as("what was delivered up to the checkpoint").endsWith(references(stored));
	}

	private static BlockRef[] references(StoredCheckpoint stored) {
		return stored.references().toArray(BlockRef[]::new);
	}

	private void accept(ChainEvent event) {
		this.walk.accept(event);
		this.kept.accept(event);
	}

	/** Only the step that was in work at the kill comes again, and it comes first. */
	private void repeated(List<ChainEvent> life) {
		List<BlockRef> heads = life.stream()
			.filter(NewHeadEvent.class::isInstance)
			.map((event) -> ((NewHeadEvent) event).head().ref())
			.toList();
		List<BlockRef> again = heads.stream().filter(this.told::contains).toList();
		if (!again.isEmpty()) {
			assertThat(again).as("what a life was told that one before was told").containsExactly(this.lastHead);
			assertThat(heads.get(0)).isEqualTo(this.lastHead);
		}
		this.repeated.add(again.size());
		this.told.addAll(heads);
		this.lastHead = heads.isEmpty() ? this.lastHead : heads.get(heads.size() - 1);
	}

	List<Integer> repeated() {
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
