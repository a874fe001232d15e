package io.headwater.checkpoint;

import java.util.List;

import io.headwater.BlockRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every store of checkpoints must do. A test of a store extends this.
 */
public abstract class AbstractCheckpointStoreTests {

	protected static final CheckpointKey KEY = new CheckpointKey("app", "main");

	private CheckpointStore store;

	private long version;

	/**
	 * Return a store without any checkpoint.
	 */
	protected abstract CheckpointStore newStore();

	/**
	 * Return another store on the same data, as an application has after a restart.
	 */
	protected abstract CheckpointStore restart(CheckpointStore store);

	/**
	 * Return the name under which saves are made, after whatever a store needs for them.
	 */
	protected String ownerOf(CheckpointStore store, CheckpointKey key) {
		return "";
	}

	@BeforeEach
	void createStore() {
		this.store = newStore();
	}

	private void save(CheckpointKey key, String owner, int window, long oldest, List<BlockRef> added, BlockRef block) {
		Checkpoint checkpoint = new Checkpoint(5, block, 0, null, null, null, null);
		this.store.save(key, new CheckpointUpdate(checkpoint, oldest, added, window, owner, ++this.version));
	}

	private void save(String owner, int window, long oldest, List<BlockRef> added) {
		save(KEY, owner, window, oldest, added, added.get(added.size() - 1));
	}

	private void assertStored(List<BlockRef> references) {
		for (CheckpointStore store : List.of(this.store, restart(this.store))) {
			StoredCheckpoint stored = store.load(KEY);
			assertThat(stored).isNotNull();
			assertThat(stored.checkpoint().block()).isEqualTo(references.get(references.size() - 1));
			assertThat(stored.references()).isEqualTo(references);
		}
	}

	@Test
	void hasNothingAtFirst() {
		assertThat(this.store.load(KEY)).isNull();
		ownerOf(this.store, KEY);
		assertThat(this.store.load(KEY)).isNull();
	}

	@Test
	void keepsEveryNumber() {
		Checkpoint checkpoint = new Checkpoint(11_155_111, Steps.block(Long.MAX_VALUE - 1, 'f'), Long.MAX_VALUE - 2,
				Long.MAX_VALUE, 7L, 5L, 3L);
		this.store.save(KEY, new CheckpointUpdate(checkpoint, Long.MAX_VALUE - 1,
				List.of(Steps.block(Long.MAX_VALUE - 1, 'f')), 8, ownerOf(this.store, KEY), 1));
		assertThat(restart(this.store).load(KEY))
			.isEqualTo(new StoredCheckpoint(checkpoint, List.of(Steps.block(Long.MAX_VALUE - 1, 'f'))));
	}

	@Test
	void keepsThatNothingWasTold() {
		Checkpoint checkpoint = new Checkpoint(1, Steps.block(0, 'f'), 0, null, null, null, null);
		this.store.save(KEY,
				new CheckpointUpdate(checkpoint, 0, List.of(Steps.block(0, 'f')), 8, ownerOf(this.store, KEY), 1));
		assertThat(restart(this.store).load(KEY))
			.isEqualTo(new StoredCheckpoint(checkpoint, List.of(Steps.block(0, 'f'))));
	}

	@Test
	void addsToWhatItRemembers() {
		String owner = ownerOf(this.store, KEY);
		save(owner, 8, 3, Steps.blocks(3, 5, 'a'));
		save(owner, 8, 3, Steps.blocks(6, 6, 'a'));
		assertStored(Steps.blocks(3, 6, 'a'));
	}

	@Test
	void changesNothingElseWhenNothingIsAdded() {
		String owner = ownerOf(this.store, KEY);
		save(owner, 8, 3, Steps.blocks(3, 5, 'a'));
		save(KEY, owner, 8, 3, List.of(), Steps.block(5, 'a'));
		assertStored(Steps.blocks(3, 5, 'a'));
	}

	@Test
	void forgetsWhatFallsOutOfTheWindow() {
		String owner = ownerOf(this.store, KEY);
		for (long number = 1; number <= 20; number++) {
			save(owner, 4, Math.max(1, number - 3), Steps.blocks(number, number, 'a'));
		}
		assertStored(Steps.blocks(17, 20, 'a'));
	}

	@Test
	void takesMoreThanTheWindowAtOnce() {
		String owner = ownerOf(this.store, KEY);
		save(owner, 4, 1, Steps.blocks(1, 3, 'a'));
		save(owner, 4, 7, Steps.blocks(7, 10, 'a'));
		assertStored(Steps.blocks(7, 10, 'a'));
	}

	@Test
	void voidsWhatIsAboveAnAncestor() {
		String owner = ownerOf(this.store, KEY);
		save(owner, 8, 1, Steps.blocks(1, 6, 'a'));
		save(KEY, owner, 8, 1, List.of(), Steps.block(4, 'a'));
		assertStored(Steps.blocks(1, 4, 'a'));
		save(owner, 8, 1, Steps.blocks(5, 5, 'b'));
		assertStored(List.of(Steps.block(1, 'a'), Steps.block(2, 'a'), Steps.block(3, 'a'), Steps.block(4, 'a'),
				Steps.block(5, 'b')));
	}

	@Test
	void replacesABranchByAShorterOne() {
		String owner = ownerOf(this.store, KEY);
		save(owner, 8, 1, Steps.blocks(1, 6, 'a'));
		save(owner, 8, 1, Steps.blocks(3, 4, 'b'));
		assertStored(List.of(Steps.block(1, 'a'), Steps.block(2, 'a'), Steps.block(3, 'b'), Steps.block(4, 'b')));
	}

	@Test
	void beginsAnewAboveAHole() {
		String owner = ownerOf(this.store, KEY);
		save(owner, 8, 1, Steps.blocks(1, 6, 'a'));
		save(owner, 8, 12, Steps.blocks(12, 13, 'a'));
		assertStored(Steps.blocks(12, 13, 'a'));
	}

	@Test
	void beginsAnewBelow() {
		String owner = ownerOf(this.store, KEY);
		save(owner, 8, 10, Steps.blocks(10, 16, 'a'));
		save(owner, 8, 11, Steps.blocks(11, 12, 'b'));
		assertStored(Steps.blocks(11, 12, 'b'));
	}

	@Test
	void keepsACheckpointWithoutAnyReference() {
		String owner = ownerOf(this.store, KEY);
		save(owner, 8, 7, Steps.blocks(7, 9, 'a'));
		save(KEY, owner, 8, 7, List.of(), Steps.block(6, 'b'));
		StoredCheckpoint stored = restart(this.store).load(KEY);
		assertThat(stored).isNotNull();
		assertThat(stored.checkpoint().block()).isEqualTo(Steps.block(6, 'b'));
		assertThat(stored.references()).isEmpty();
		assertThat(stored.oldest()).isEqualTo(7);
		save(owner, 8, 7, Steps.blocks(7, 7, 'b'));
		assertStored(Steps.blocks(7, 7, 'b'));
	}

	@Test
	void keepsWhatItRemembersWhenTheWindowGrows() {
		String owner = ownerOf(this.store, KEY);
		save(owner, 4, 3, Steps.blocks(3, 6, 'a'));
		save(owner, 9, 3, Steps.blocks(7, 7, 'a'));
		save(owner, 9, 3, Steps.blocks(8, 9, 'a'));
		assertStored(Steps.blocks(3, 9, 'a'));
	}

	@Test
	void keepsTheNewestWhenTheWindowShrinks() {
		String owner = ownerOf(this.store, KEY);
		save(owner, 9, 1, Steps.blocks(1, 9, 'a'));
		save(owner, 4, 7, Steps.blocks(10, 10, 'a'));
		assertStored(Steps.blocks(7, 10, 'a'));
		save(owner, 4, 8, Steps.blocks(11, 11, 'a'));
		assertStored(Steps.blocks(8, 11, 'a'));
	}

	@Test
	void keepsCheckpointsApart() {
		List<CheckpointKey> keys = List.of(new CheckpointKey("app", "one"), new CheckpointKey("app", "two"),
				new CheckpointKey("App", "one"), new CheckpointKey("app", "one", "slow"));
		for (int i = 0; i < keys.size(); i++) {
			save(keys.get(i), ownerOf(this.store, keys.get(i)), 8, 10 + i, List.of(Steps.block(10 + i, 'a')),
					Steps.block(10 + i, 'a'));
		}
		this.store.delete(keys.get(1));
		assertThat(keys).extracting((key) -> {
			StoredCheckpoint stored = this.store.load(key);
			return (stored != null) ? stored.checkpoint().block().number() : -1;
		}).containsExactly(10L, -1L, 12L, 13L);
	}

	@Test
	void forgetsWhatIsDeleted() {
		save(ownerOf(this.store, KEY), 8, 1, Steps.blocks(1, 3, 'a'));
		this.store.delete(KEY);
		assertThat(restart(this.store).load(KEY)).isNull();
		this.store.delete(KEY);
		assertThat(restart(this.store).load(KEY)).isNull();
	}

}
