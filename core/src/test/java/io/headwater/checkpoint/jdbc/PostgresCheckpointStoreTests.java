package io.headwater.checkpoint.jdbc;

import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointUpdate;
import io.headwater.checkpoint.LeaseAttempt;
import io.headwater.checkpoint.LeaseLostException;
import io.headwater.checkpoint.Steps;
import io.headwater.checkpoint.StoredCheckpoint;
import io.headwater.testing.OwnThread;
import io.headwater.testing.PostgresTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the store in PostgreSQL limits, so that an instance that stands still holds nobody
 * up.
 */
@PostgresTest
class PostgresCheckpointStoreTests {

	private static final CheckpointKey KEY = Replicas.KEY;

	private static final Duration SHORT_LEASE = Duration.ofSeconds(1);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** As an instance does that is frozen between two statements. */
	@Test
	void aTransactionThatStandsStillAfterItsSaveHoldsATakeoverUpNoLongerThanTheLease() {
		DataSource database = TestDatabase.postgres();
		JdbcCheckpointStore frozen = new JdbcCheckpointStore(database);
		frozen.acquire(KEY, "frozen", SHORT_LEASE);
		frozen.save(KEY, update("frozen", 1));
		CountDownLatch takenOver = new CountDownLatch(1);
		assertThatException().isThrownBy(() -> inTransaction(database, (jdbc) -> {
			frozen.save(KEY, update("frozen", 2));
			awaitTakeover(database);
			takenOver.countDown();
		}));
		assertThat(takenOver.getCount()).isZero();
		assertThat(new JdbcCheckpointStore(database).load(KEY)).extracting(StoredCheckpoint::checkpoint)
			.isEqualTo(update("frozen", 1).checkpoint());
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> frozen.save(KEY, update("frozen", 2)));
	}

	@Test
	void aRenewalThatStandsStillHoldsATakeoverUpNoLongerThanTheLease() throws Exception {
		DataSource database = TestDatabase.postgres();
		try (Connection connection = database.getConnection()) {
			SingleConnectionDataSource stuck = new SingleConnectionDataSource(connection, true);
			new JdbcCheckpointStore(database).acquire(KEY, "frozen", SHORT_LEASE);
			Database tables = new Database(new JdbcTemplate(stuck));
			tables.lease(SHORT_LEASE);
			connection.setAutoCommit(false);
			tables.limitLocks();
			assertThat(
					new LeaseTable(tables, JdbcCheckpointStore.DEFAULT_TABLE_PREFIX).renew(KEY, "frozen", SHORT_LEASE))
				.isTrue();
			awaitTakeover(database);
			assertThatException().isThrownBy(connection::commit);
		}
	}

	/** A limit of the database's own holds unless it is longer than the lease. */
	@ParameterizedTest
	@CsvSource({ "0, 20s", "1h, 20s", "21s, 20s", "20s, 20s", "500ms, 500ms" })
	void limitsLocksUnlessTheDatabaseDoes(String own, String expected) {
		DataSource database = TestDatabase.postgres();
		JdbcCheckpointStore store = new JdbcCheckpointStore(database);
		store.acquire(KEY, "owner", Duration.ofSeconds(20));
		store.save(KEY, update("owner", 1));
		inTransaction(database, (jdbc) -> {
			jdbc.execute("SET idle_in_transaction_session_timeout = '" + own + "'");
			store.save(KEY, update("owner", 2));
			assertThat(jdbc.queryForObject("SHOW idle_in_transaction_session_timeout", String.class))
				.isEqualTo(expected);
		});
	}

	private static void inTransaction(DataSource database, Consumer<JdbcTemplate> work) {
		new TransactionTemplate(new JdbcTransactionManager(database))
			.executeWithoutResult((status) -> work.accept(new JdbcTemplate(database)));
	}

	private static void awaitTakeover(DataSource database) {
		JdbcCheckpointStore other = new JdbcCheckpointStore(database);
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> OwnThread.supply(() -> other.acquire(KEY, "other", SHORT_LEASE))
				.join()
				.equals(LeaseAttempt.ACQUIRED));
	}

	private static CheckpointUpdate update(String owner, long version) {
		return Replicas.update(owner, version, Steps.blocks(version, version, 'a'));
	}

}
