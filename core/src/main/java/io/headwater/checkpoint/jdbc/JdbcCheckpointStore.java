package io.headwater.checkpoint.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.headwater.BlockRef;
import io.headwater.checkpoint.AlreadySavedException;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointUpdate;
import io.headwater.checkpoint.CorruptCheckpointException;
import io.headwater.checkpoint.LeaseAttempt;
import io.headwater.checkpoint.LeaseLostException;
import io.headwater.checkpoint.LeasedCheckpointStore;
import io.headwater.checkpoint.StoredCheckpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * Keeps checkpoints in a database (H2, PostgreSQL, MySQL or MariaDB), and lets one
 * instance at a time deliver. A save changes the checkpoint's row and one row a new
 * reference, in the caller's transaction if that is on the same {@code DataSource}. It is
 * fenced: it changes nothing unless the row is the owner's and the version a later one.
 */
public final class JdbcCheckpointStore implements LeasedCheckpointStore {

	/**
	 * What the names of the tables in the schema scripts begin with.
	 */
	public static final String DEFAULT_TABLE_PREFIX = "HEADWATER_";

	private final DataSource dataSource;

	private final Database database;

	private final StoreTransactions transactions;

	private final CheckpointTable checkpoints;

	private final ReferenceTable references;

	private final LeaseTable leases;

	/**
	 * Create a store on the tables of the schema scripts.
	 * @param dataSource where the tables are
	 */
	public JdbcCheckpointStore(DataSource dataSource) {
		this(dataSource, DEFAULT_TABLE_PREFIX);
	}

	/**
	 * Create a store on tables of other names.
	 * @param dataSource where the tables are
	 * @param tablePrefix what the names of the tables begin with, perhaps a schema and a
	 * dot
	 */
	public JdbcCheckpointStore(DataSource dataSource, String tablePrefix) {
		this.dataSource = withoutProxy(dataSource);
		JdbcTemplate jdbc = new JdbcTemplate(this.dataSource);
		this.database = new Database(jdbc);
		this.transactions = new StoreTransactions(this.dataSource);
		this.checkpoints = new CheckpointTable(this.database, tablePrefix);
		this.references = new ReferenceTable(jdbc, tablePrefix);
		this.leases = new LeaseTable(this.database, tablePrefix);
	}

	/**
	 * Return where the tables are.
	 * @return the data source in whose transactions the store takes part, as transaction
	 * managers know it
	 */
	public DataSource dataSource() {
		return this.dataSource;
	}

	/** As transaction managers do, which bind connections to the target. */
	private static DataSource withoutProxy(DataSource dataSource) {
		if (dataSource instanceof TransactionAwareDataSourceProxy proxy) {
			return Objects.requireNonNull(proxy.getTargetDataSource(), "the target of the DataSource's proxy");
		}
		return dataSource;
	}

	@Override
	public String name() {
		return "jdbc";
	}

	@Override
	public @Nullable StoredCheckpoint load(CheckpointKey key) {
		return trusted(key, () -> this.transactions.read(() -> stored(key, this.checkpoints.load(key))));
	}

	@Override
	public @Nullable StoredCheckpoint load(CheckpointKey key, String owner) {
		return trusted(key, () -> this.transactions.readSeparately(() -> {
			CheckpointTable.Row row = this.checkpoints.load(key);
			if (row == null || !row.owner().equals(owner)) {
				throw new LeaseLostException("the row of the checkpoint " + key + " that was read is not this "
						+ "instance's, though it has just become the owner: either another one has taken over, or "
						+ "a replica has answered that is behind");
			}
			return stored(key, row);
		}));
	}

	private @Nullable StoredCheckpoint stored(CheckpointKey key, CheckpointTable.@Nullable Row row) {
		return (row != null && row.checkpoint() != null) ? new StoredCheckpoint(row.checkpoint(), references(key, row))
				: null;
	}

	private static @Nullable StoredCheckpoint trusted(CheckpointKey key, Supplier<@Nullable StoredCheckpoint> load) {
		try {
			return load.get();
		}
		catch (CorruptCheckpointException ex) {
			throw new CorruptCheckpointException("The checkpoint " + key + " cannot be trusted: " + ex.getMessage()
					+ ". Correct its row, or delete it to begin anew", ex);
		}
	}

	private List<BlockRef> references(CheckpointKey key, CheckpointTable.Row row) {
		if (row.checkpoint() == null || row.oldest() == null) {
			return List.of();
		}
		long last = row.checkpoint().block().number();
		long first = Math.max(row.oldest(), last - row.ringSize() + 1);
		List<BlockRef> references = this.references.load(key, first, last);
		if (references.size() != last - first + 1) {
			throw new CorruptCheckpointException("Of the blocks from " + first + " to " + last + " that it should "
					+ "remember, there are " + references.size());
		}
		return references;
	}

	@Override
	public void save(CheckpointKey key, CheckpointUpdate update) {
		this.transactions.join(() -> {
			if (!this.checkpoints.save(key, update)) {
				saveAnyway(key, update);
			}
			List<BlockRef> added = update.added();
			this.references.put(key, update.window(),
					added.subList(Math.max(0, added.size() - update.window()), added.size()));
			return update;
		});
	}

	/** Seldom, so that the usual save asks nothing beforehand. */
	private void saveAnyway(CheckpointKey key, CheckpointUpdate update) {
		this.database.limitLocks();
		CheckpointTable.Row row = this.checkpoints.loadForUpdate(key);
		if (row == null) {
			throw new LeaseLostException("the checkpoint " + key + " was deleted");
		}
		if (!row.owner().equals(update.owner())) {
			throw new LeaseLostException("another instance has taken over the checkpoint " + key);
		}
		if (row.version() >= update.version()) {
			throw new AlreadySavedException(key, update.version());
		}
		resizeRing(key, row, update.window());
		if (!this.checkpoints.save(key, update)) {
			throw new IllegalStateException("The row of the checkpoint " + key + " has changed though it is locked");
		}
	}

	private void resizeRing(CheckpointKey key, CheckpointTable.Row row, int ringSize) {
		List<BlockRef> kept = references(key, row);
		this.references.delete(key);
		this.references.put(key, ringSize, kept.subList(Math.max(0, kept.size() - ringSize), kept.size()));
		this.checkpoints.resizeRing(key, ringSize);
	}

	@Override
	public void delete(CheckpointKey key) {
		this.transactions.join(() -> {
			this.database.limitLocks();
			this.checkpoints.delete(key);
			this.references.delete(key);
			return key;
		});
	}

	@Override
	public LeaseAttempt acquire(CheckpointKey key, String owner, Duration lease) {
		this.database.lease(lease);
		try {
			return this.transactions.separate(() -> {
				this.database.limitLocks();
				LeaseTable.Row row = this.leases.load(key);
				if (row == null) {
					this.leases.insert(key, owner, lease);
				}
				else if (row.remainingMillis() > 0) {
					return LeaseAttempt.heldBy(row.owner(), Duration.ofMillis(row.remainingMillis()));
				}
				else if (!this.leases.take(key, owner, lease)) {
					return LeaseAttempt.heldByAnother(Duration.ofMillis(1));
				}
				this.checkpoints.assign(key, owner);
				return LeaseAttempt.ACQUIRED;
			});
		}
		catch (DuplicateKeyException ex) {
			// Another one was the first ever at the same moment.
			return LeaseAttempt.heldByAnother(lease);
		}
	}

	@Override
	public boolean renew(CheckpointKey key, String owner, Duration lease) {
		return this.transactions.separate(() -> {
			this.database.limitLocks();
			return this.leases.renew(key, owner, lease);
		});
	}

	@Override
	public void release(CheckpointKey key, String owner) {
		this.transactions.separate(() -> {
			this.database.limitLocks();
			this.leases.release(key, owner);
			return key;
		});
	}

}
