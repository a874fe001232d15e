package io.headwater.stream;

import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import io.headwater.BlockRef;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointUpdate;
import io.headwater.checkpoint.LeaseAttempt;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.checkpoint.jdbc.JdbcCheckpointStore;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another instance on the same database, which takes its turn when the test says so.
 */
final class Rival {

	static final String NAMESPACE = "application";

	private static final CheckpointKey KEY = new CheckpointKey(NAMESPACE, "main");

	private static final String OWNER = "rival";

	private final JdbcTemplate jdbc;

	private final JdbcCheckpointStore store;

	Rival(DataSource database) {
		this.jdbc = new JdbcTemplate(database);
		this.store = new JdbcCheckpointStore(database);
	}

	/** Take over, as if the other one had not been heard of. */
	void takeTurn() {
		this.jdbc.update("UPDATE HEADWATER_LEASE SET EXPIRES_AT = 0");
		assertThat(this.store.acquire(KEY, OWNER, Duration.ofMinutes(1))).isEqualTo(LeaseAttempt.ACQUIRED);
	}

	void letGo() {
		this.store.release(KEY, OWNER);
	}

	/** Save what was delivered of some chain. Its turn must have come. */
	void save(long chainId, BlockRef block) {
		this.store.save(KEY,
				new CheckpointUpdate(new Checkpoint(chainId, block, block.number(), null, null, null, null),
						block.number(), List.of(block), 16, OWNER, 1));
	}

	boolean isNobodysTurn() {
		boolean nobodys = this.store.acquire(KEY, OWNER, Duration.ofMinutes(1)).acquired();
		letGo();
		return nobodys;
	}

	@Nullable StoredCheckpoint stored() {
		return this.store.load(KEY);
	}

	/** The number of the checkpoint's block, -1 if there is none. */
	long storedNumber() {
		StoredCheckpoint stored = stored();
		return (stored != null) ? stored.checkpoint().block().number() : -1;
	}

	void damage() {
		assertThat(this.jdbc.update("UPDATE HEADWATER_CHECKPOINT SET BLOCK_HASH = 'no hash'")).isOne();
	}

}
