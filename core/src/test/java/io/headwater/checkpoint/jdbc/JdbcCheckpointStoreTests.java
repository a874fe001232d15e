package io.headwater.checkpoint.jdbc;

import java.util.List;

import io.headwater.checkpoint.AbstractCheckpointStoreTests;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.LeaseLostException;
import io.headwater.checkpoint.LeasedCheckpointStore;
import io.headwater.checkpoint.Steps;
import io.headwater.testing.DatabaseKind;
import io.headwater.testing.EachDatabase;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The store in a database does what every store must, in the tables of its prefix.
 */
@EachDatabase
class JdbcCheckpointStoreTests extends AbstractCheckpointStoreTests {

	private final Replicas replicas;

	JdbcCheckpointStoreTests(DatabaseKind database) {
		this.replicas = new Replicas(database);
	}

	@Override
	protected CheckpointStore newStore() {
		return this.replicas.one;
	}

	@Override
	protected CheckpointStore restart(CheckpointStore store) {
		return new JdbcCheckpointStore(this.replicas.database);
	}

	@Override
	protected String ownerOf(CheckpointStore store, CheckpointKey key) {
		return Replicas.owner((LeasedCheckpointStore) store, key);
	}

	@Test
	void changesTwoRowsASave() {
		String owner = Replicas.owner(this.replicas.one, KEY);
		this.replicas.one.save(KEY, Replicas.update(owner, 1, Steps.blocks(1, 8, 'a')));
		this.replicas.one.save(KEY, Replicas.update(owner, 2, Steps.blocks(9, 9, 'a')));
		assertThat(this.replicas.jdbc.queryForObject("SELECT COUNT(*) FROM HEADWATER_REFERENCE", Integer.class))
			.isEqualTo(8);
		assertThat(this.replicas.jdbc.queryForObject("SELECT COUNT(*) FROM HEADWATER_CHECKPOINT", Integer.class))
			.isEqualTo(1);
	}

	@Test
	@FailureMode(46)
	void loadsNothingAsAnOwnerWhomTheRowDoesNotKnow() {
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.replicas.one.load(KEY, "me"))
			.withMessageContaining("a replica has answered that is behind");
		String owner = Replicas.owner(this.replicas.one, KEY);
		assertThat(this.replicas.one.load(KEY, owner)).isNull();
		this.replicas.one.save(KEY, Replicas.update(owner, 1, Steps.blocks(1, 8, 'a')));
		assertThat(this.replicas.one.load(KEY, owner)).isEqualTo(this.replicas.one.load(KEY)).isNotNull();
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.replicas.one.load(KEY, "me"));
	}

	@Test
	void saysWhatToDoWhenTheTablesAreMissing() {
		this.replicas.jdbc.execute("DROP TABLE HEADWATER_REFERENCE");
		this.replicas.jdbc.execute("DROP TABLE HEADWATER_CHECKPOINT");
		this.replicas.jdbc.execute("DROP TABLE HEADWATER_LEASE");
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.replicas.one.load(KEY))
			.withMessageContaining("headwater.checkpoint.jdbc.initialize-schema=always");
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.replicas.one.acquire(KEY, "one", Replicas.LEASE))
			.withMessageContaining("headwater.checkpoint.jdbc.initialize-schema=always");
	}

	@Test
	void doesNotKnowWhereTheWalkOfARowThatIsOlderThanTheColumnHasBegun() {
		String owner = Replicas.owner(this.replicas.one, KEY);
		this.replicas.one.save(KEY, Replicas.update(owner, 1, Steps.blocks(1, 5, 'a')));
		this.replicas.jdbc.execute("ALTER TABLE HEADWATER_CHECKPOINT DROP COLUMN FIRST_NUMBER");
		this.replicas.jdbc.execute("ALTER TABLE HEADWATER_CHECKPOINT DROP COLUMN REPLAYED_NUMBER");
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.replicas.one.load(KEY))
			.withMessageContaining("To tables that are older, add the columns that the script has");
		this.replicas.jdbc.execute("ALTER TABLE HEADWATER_CHECKPOINT ADD COLUMN FIRST_NUMBER BIGINT");
		this.replicas.jdbc.execute("ALTER TABLE HEADWATER_CHECKPOINT ADD COLUMN REPLAYED_NUMBER BIGINT");
		assertThat(this.replicas.one.load(KEY)).extracting("checkpoint.first", "checkpoint.replayedUpTo")
			.containsExactly(0L, null);
		this.replicas.jdbc.update("UPDATE HEADWATER_CHECKPOINT SET OLDEST_NUMBER = 6");
		assertThat(this.replicas.one.load(KEY)).extracting("checkpoint.first").isEqualTo(6L);
	}

	@Test
	void usesTablesOfAnotherPrefix() {
		for (String table : List.of("CHECKPOINT", "REFERENCE", "LEASE")) {
			this.replicas.jdbc.execute("ALTER TABLE HEADWATER_" + table + " RENAME TO MY_" + table);
		}
		LeasedCheckpointStore store = new JdbcCheckpointStore(this.replicas.database, "MY_");
		store.save(KEY, Replicas.update(Replicas.owner(store, KEY), 1, Steps.blocks(1, 5, 'a')));
		assertThat(store.load(KEY)).extracting("references").isEqualTo(Steps.blocks(1, 5, 'a'));
	}

}
