package io.headwater.checkpoint.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import javax.sql.DataSource;

import io.headwater.BlockRef;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointUpdate;
import io.headwater.checkpoint.LeaseAttempt;
import io.headwater.checkpoint.LeasedCheckpointStore;
import io.headwater.testing.DatabaseKind;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stores of two instances on one database.
 */
final class Replicas {

	static final CheckpointKey KEY = new CheckpointKey("app", "main");

	static final Duration LEASE = Duration.ofMinutes(10);

	static final Duration PATIENCE = Duration.ofSeconds(30);

	final DataSource database;

	final JdbcTemplate jdbc;

	final LeasedCheckpointStore one;

	final LeasedCheckpointStore two;

	Replicas(DatabaseKind kind) {
		this.database = TestDatabase.of(kind);
		this.jdbc = new JdbcTemplate(this.database);
		this.one = new JdbcCheckpointStore(this.database);
		this.two = new JdbcCheckpointStore(this.database);
	}

	/**
	 * Take a lease that nobody has, and return the name of its owner.
	 */
	static String owner(LeasedCheckpointStore store, CheckpointKey key) {
		String owner = UUID.randomUUID().toString();
		assertThat(store.acquire(key, owner, LEASE)).isEqualTo(LeaseAttempt.ACQUIRED);
		return owner;
	}

	static CheckpointUpdate update(String owner, long version, List<BlockRef> added) {
		Checkpoint checkpoint = new Checkpoint(5, added.get(added.size() - 1), 1, null, null, null, null);
		return new CheckpointUpdate(checkpoint, 1, added, 8, owner, version);
	}

	long storedNumber() {
		return Objects.requireNonNull(this.one.load(KEY)).checkpoint().block().number();
	}

	void letHalfOfTheLeasePass() {
		this.jdbc.update("UPDATE HEADWATER_LEASE SET EXPIRES_AT = EXPIRES_AT - ?", LEASE.toMillis() / 2);
	}

	void letTheLeaseRunOut() {
		this.jdbc.update("UPDATE HEADWATER_LEASE SET EXPIRES_AT = EXPIRES_AT - ?", LEASE.toMillis());
	}

}
