package io.headwater.checkpoint.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.headwater.BlockRef;
import io.headwater.checkpoint.AbstractCheckpointStoreTests;
import io.headwater.checkpoint.AlreadySavedException;
import io.headwater.checkpoint.Checkpoint;
import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.CheckpointUpdate;
import io.headwater.checkpoint.CorruptCheckpointException;
import io.headwater.checkpoint.LeaseAttempt;
import io.headwater.checkpoint.LeaseLostException;
import io.headwater.checkpoint.LeasedCheckpointStore;
import io.headwater.checkpoint.Steps;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the store in a database does beyond others: leases, fences and transactions.
 */
abstract class AbstractJdbcCheckpointStoreTests extends AbstractCheckpointStoreTests {

	private static final Duration LEASE = Duration.ofMinutes(10);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private DataSource database;

	private LeasedCheckpointStore one;

	private LeasedCheckpointStore two;

	private JdbcTemplate jdbc;

	abstract DataSource newDatabase();

	@Override
	protected CheckpointStore newStore() {
		this.database = newDatabase();
		this.jdbc = new JdbcTemplate(this.database);
		return new JdbcCheckpointStore(this.database);
	}

	@Override
	protected CheckpointStore restart(CheckpointStore store) {
		return new JdbcCheckpointStore(this.database);
	}

	@Override
	protected String ownerOf(CheckpointStore store, CheckpointKey key) {
		return owner((LeasedCheckpointStore) store, key);
	}

	@BeforeEach
	void createReplicas() {
		this.one = new JdbcCheckpointStore(this.database);
		this.two = new JdbcCheckpointStore(this.database);
	}

	private static String owner(LeasedCheckpointStore store, CheckpointKey key) {
		String owner = UUID.randomUUID().toString();
		assertThat(store.acquire(key, owner, LEASE)).isEqualTo(LeaseAttempt.ACQUIRED);
		return owner;
	}

	static CheckpointUpdate update(String owner, long version, List<BlockRef> added) {
		Checkpoint checkpoint = new Checkpoint(5, added.get(added.size() - 1), null, null, null);
		return new CheckpointUpdate(checkpoint, 1, added, 8, owner, version);
	}

	private long storedNumber() {
		return Objects.requireNonNull(this.one.load(KEY)).checkpoint().block().number();
	}

	private void letTheLeaseRunOut() {
		this.jdbc.update("UPDATE HEADWATER_LEASE SET EXPIRES_AT = EXPIRES_AT - ?", LEASE.toMillis());
	}

	@Test
	void givesTheLeaseToOne() {
		owner(this.one, KEY);
		LeaseAttempt attempt = this.two.acquire(KEY, "other", LEASE);
		assertThat(attempt.acquired()).isFalse();
		assertThat(attempt.remaining()).isPositive().isLessThanOrEqualTo(LEASE);
	}

	@Test
	void givesTheLeaseToOneOfManyWhoAskForTheFirstTimeAtOnce() throws Exception {
		CountDownLatch together = new CountDownLatch(1);
		List<CompletableFuture<LeaseAttempt>> attempts = IntStream.range(0, 8)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> {
				awaitUnchecked(together);
				return new JdbcCheckpointStore(this.database).acquire(KEY, "owner" + i, LEASE);
			}, (task) -> new Thread(task).start()))
			.toList();
		together.countDown();
		for (CompletableFuture<LeaseAttempt> attempt : attempts) {
			attempt.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		assertThat(attempts).filteredOn((attempt) -> attempt.join().acquired()).hasSize(1);
	}

	private static void awaitUnchecked(CountDownLatch latch) {
		try {
			assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void keepsLeasesOfChainsApart() {
		owner(this.one, KEY);
		owner(this.two, new CheckpointKey("app", "other"));
	}

	@Test
	void givesTheLeaseToAnotherOnceItHasRunOut() {
		owner(this.one, KEY);
		letTheLeaseRunOut();
		assertThat(this.two.acquire(KEY, "other", LEASE)).isEqualTo(LeaseAttempt.ACQUIRED);
	}

	@Test
	void givesTheLeaseToAnotherOnceItIsReleased() {
		String owner = owner(this.one, KEY);
		this.one.release(KEY, owner);
		assertThat(this.two.acquire(KEY, "other", LEASE)).isEqualTo(LeaseAttempt.ACQUIRED);
	}

	@Test
	void doesNotLetAnEarlierOwnerReleaseTheLeaseOfTheNext() {
		String owner = owner(this.one, KEY);
		letTheLeaseRunOut();
		owner(this.two, KEY);
		this.one.release(KEY, owner);
		assertThat(this.one.acquire(KEY, "third", LEASE).acquired()).isFalse();
	}

	@Test
	void renewsALeaseThatHasNotRunOut() {
		String owner = owner(this.one, KEY);
		this.jdbc.update("UPDATE HEADWATER_LEASE SET EXPIRES_AT = EXPIRES_AT - ?", LEASE.toMillis() / 2);
		assertThat(this.one.renew(KEY, owner, LEASE)).isTrue();
		assertThat(this.two.acquire(KEY, "other", LEASE).remaining()).isGreaterThan(LEASE.dividedBy(2));
	}

	@Test
	void renewsNoLeaseThatHasRunOutOrIsAnothers() {
		String owner = owner(this.one, KEY);
		assertThat(this.two.renew(KEY, "other", LEASE)).isFalse();
		letTheLeaseRunOut();
		assertThat(this.one.renew(KEY, owner, LEASE)).isFalse();
		assertThat(this.two.renew(new CheckpointKey("app", "none"), owner, LEASE)).isFalse();
	}

	@Test
	void refusesASaveOfOneWhoNeverHadTheLease() {
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.one.save(KEY, update("nobody", 1, Steps.blocks(1, 1, 'a'))))
			.withMessage("the checkpoint app/main was deleted");
		assertThat(this.two.load(KEY)).isNull();
	}

	@Test
	void refusesASaveOfOneWhoLostTheLease() {
		String owner = owner(this.one, KEY);
		this.one.save(KEY, update(owner, 1, Steps.blocks(1, 3, 'a')));
		letTheLeaseRunOut();
		owner(this.two, KEY);
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.one.save(KEY, update(owner, 2, Steps.blocks(4, 4, 'a'))))
			.withMessage("another instance has taken over the checkpoint app/main");
		assertThat(this.two.load(KEY)).extracting("references").isEqualTo(Steps.blocks(1, 3, 'a'));
	}

	@Test
	void refusesASaveOfOneWhoLostTheLeaseBeforeTheOtherHasSavedAnything() {
		String owner = owner(this.one, KEY);
		letTheLeaseRunOut();
		owner(this.two, KEY);
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.one.save(KEY, update(owner, 1, Steps.blocks(1, 1, 'a'))));
		assertThat(this.two.load(KEY)).isNull();
	}

	@Test
	void takesASaveAfterTheLeaseHasRunOutAsLongAsNobodyHasTakenIt() {
		String owner = owner(this.one, KEY);
		letTheLeaseRunOut();
		this.one.save(KEY, update(owner, 1, Steps.blocks(1, 1, 'a')));
		assertThat(storedNumber()).isEqualTo(1);
	}

	@Test
	void refusesASaveAfterTheCheckpointWasDeleted() {
		String owner = owner(this.one, KEY);
		this.one.save(KEY, update(owner, 1, Steps.blocks(1, 1, 'a')));
		this.two.delete(KEY);
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.one.save(KEY, update(owner, 2, Steps.blocks(2, 2, 'a'))));
		assertThat(this.two.load(KEY)).isNull();
	}

	@Test
	void tellsASaveThatWasMadeBefore() {
		String owner = owner(this.one, KEY);
		this.one.save(KEY, update(owner, 1, Steps.blocks(1, 1, 'a')));
		assertThatExceptionOfType(AlreadySavedException.class)
			.isThrownBy(() -> this.one.save(KEY, update(owner, 1, Steps.blocks(1, 1, 'a'))));
	}

	@Test
	void refusesASaveThatComesLate() {
		String owner = owner(this.one, KEY);
		this.one.save(KEY, update(owner, 5, Steps.blocks(1, 5, 'a')));
		assertThatExceptionOfType(AlreadySavedException.class)
			.isThrownBy(() -> this.one.save(KEY, update(owner, 4, Steps.blocks(1, 4, 'a'))));
		assertThat(storedNumber()).isEqualTo(5);
	}

	@Test
	void beginsVersionsAnewWithEachOwner() {
		String owner = owner(this.one, KEY);
		this.one.save(KEY, update(owner, 7, Steps.blocks(1, 3, 'a')));
		this.one.release(KEY, owner);
		String next = owner(this.two, KEY);
		this.two.save(KEY, update(next, 1, Steps.blocks(4, 4, 'a')));
		assertThat(storedNumber()).isEqualTo(4);
	}

	@Test
	void changesTwoRowsASave() {
		String owner = owner(this.one, KEY);
		this.one.save(KEY, update(owner, 1, Steps.blocks(1, 8, 'a')));
		this.one.save(KEY, update(owner, 2, Steps.blocks(9, 9, 'a')));
		assertThat(this.jdbc.queryForObject("SELECT COUNT(*) FROM HEADWATER_REFERENCE", Integer.class)).isEqualTo(8);
		assertThat(this.jdbc.queryForObject("SELECT COUNT(*) FROM HEADWATER_CHECKPOINT", Integer.class)).isEqualTo(1);
	}

	private TransactionTemplate callersTransaction() {
		return new TransactionTemplate(new JdbcTransactionManager(this.database));
	}

	@Test
	void savesWithTheCallersTransaction() {
		String owner = owner(this.one, KEY);
		callersTransaction().executeWithoutResult((transaction) -> {
			this.one.save(KEY, update(owner, 1, Steps.blocks(1, 2, 'a')));
			assertThat(this.one.load(KEY)).isNotNull();
		});
		assertThat(storedNumber()).isEqualTo(2);
	}

	@Test
	void savesNothingWhenTheCallersTransactionIsRolledBack() {
		String owner = owner(this.one, KEY);
		this.one.save(KEY, update(owner, 1, Steps.blocks(1, 2, 'a')));
		callersTransaction().executeWithoutResult((transaction) -> {
			this.one.save(KEY, update(owner, 2, Steps.blocks(3, 3, 'a')));
			transaction.setRollbackOnly();
		});
		assertThat(this.two.load(KEY)).extracting("references").isEqualTo(Steps.blocks(1, 2, 'a'));
		this.one.save(KEY, update(owner, 2, Steps.blocks(3, 3, 'b')));
		assertThat(storedNumber()).isEqualTo(3);
	}

	/** JPA binds its connection without saying that a transaction is active on it. */
	@Test
	void savesWithATransactionThatJpaHasBegun() throws SQLException {
		String owner = owner(this.one, KEY);
		try (Connection connection = this.database.getConnection()) {
			connection.setAutoCommit(false);
			TransactionSynchronizationManager.bindResource(this.database, new ConnectionHolder(connection));
			TransactionSynchronizationManager.setActualTransactionActive(true);
			this.one.save(KEY, update(owner, 1, Steps.blocks(1, 2, 'a')));
			connection.rollback();
		}
		finally {
			TransactionSynchronizationManager.setActualTransactionActive(false);
			TransactionSynchronizationManager.unbindResource(this.database);
		}
		assertThat(this.two.load(KEY)).isNull();
	}

	@Test
	void takesNoPartInATransactionOfAnotherDatabase() {
		String owner = owner(this.one, KEY);
		new TransactionTemplate(new JdbcTransactionManager(TestDatabase.h2())).executeWithoutResult((transaction) -> {
			this.one.save(KEY, update(owner, 1, Steps.blocks(1, 2, 'a')));
			transaction.setRollbackOnly();
		});
		assertThat(storedNumber()).isEqualTo(2);
	}

	/** Also where a transaction reads from a snapshot, which a renewal must not spoil. */
	@ParameterizedTest
	@CsvSource({ "2", "4" })
	void renewsWhileAStepsTransactionIsOpenBeforeAndAfterItsSave(int isolation) throws Exception {
		String owner = owner(this.one, KEY);
		TransactionTemplate transaction = callersTransaction();
		transaction.setIsolationLevel(isolation);
		transaction.executeWithoutResult((status) -> {
			assertThat(this.one.load(KEY)).isNull();
			assertThat(renewElsewhere(owner)).isTrue();
			this.one.save(KEY, update(owner, 1, Steps.blocks(1, 2, 'a')));
			assertThat(renewElsewhere(owner)).isTrue();
		});
		assertThat(isolation).isIn(TransactionDefinition.ISOLATION_READ_COMMITTED,
				TransactionDefinition.ISOLATION_REPEATABLE_READ);
		assertThat(storedNumber()).isEqualTo(2);
	}

	private boolean renewElsewhere(String owner) {
		return CompletableFuture.supplyAsync(() -> this.two.renew(KEY, owner, LEASE))
			.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
			.join();
	}

	@Test
	void renewsApartFromTheCallersTransaction() {
		String owner = owner(this.one, KEY);
		this.jdbc.update("UPDATE HEADWATER_LEASE SET EXPIRES_AT = EXPIRES_AT - ?", LEASE.toMillis() / 2);
		callersTransaction().executeWithoutResult((transaction) -> {
			assertThat(this.one.renew(KEY, owner, LEASE)).isTrue();
			transaction.setRollbackOnly();
		});
		assertThat(this.two.acquire(KEY, "other", LEASE).remaining()).isGreaterThan(LEASE.dividedBy(2));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			BLOCK_HASH = NULL               ; Only a part of its row is filled
			BLOCK_NUMBER = NULL             ; Only a part of its row is filled
			CHAIN_ID = NULL                 ; Only a part of its row is filled
			OLDEST_NUMBER = NULL            ; Only a part of its row is filled
			BLOCK_HASH = 'no hash'          ; Its row has a value that cannot be
			BLOCK_NUMBER = -1               ; Its oldest reference is said to be of block 1, but its block is -1
			SAFE_NUMBER = -7                ; Its row has a value that cannot be
			CHAIN_ID = -7                   ; Its row has a value that cannot be
			OLDEST_NUMBER = 7               ; Its oldest reference is said to be of block 7, but its block is 5
			BLOCK_NUMBER = 4                ; Its block is 4 (
			BLOCK_NUMBER = 6                ; Of the blocks from 1 to 6 that it should remember, there are 5
			RING_SIZE = 2, OLDEST_NUMBER=-1 ; Its oldest reference is said to be of block -1
			""")
	void refusesARowThatCannotBeTrusted(String damage, String problem) {
		this.one.save(KEY, update(owner(this.one, KEY), 1, Steps.blocks(1, 5, 'a')));
		this.jdbc.update("UPDATE HEADWATER_CHECKPOINT SET " + damage);
		assertCorrupt(problem);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			textBlock = """
					DELETE FROM HEADWATER_REFERENCE WHERE BLOCK_NUMBER = 3                    ; Of the blocks from 1 to 5
					DELETE FROM HEADWATER_REFERENCE                                           ; Of the blocks from 1 to 5
					UPDATE HEADWATER_REFERENCE SET BLOCK_NUMBER = 4 WHERE BLOCK_NUMBER = 3    ; have a hole at block 3
					UPDATE HEADWATER_REFERENCE SET BLOCK_HASH = '0x1' WHERE BLOCK_NUMBER = 3  ; The reference of block 3 is no hash
					""")
	void refusesReferencesThatCannotBeTrusted(String damage, String problem) {
		this.one.save(KEY, update(owner(this.one, KEY), 1, Steps.blocks(1, 5, 'a')));
		this.jdbc.update(damage);
		assertCorrupt(problem);
	}

	private void assertCorrupt(String problem) {
		assertThatExceptionOfType(CorruptCheckpointException.class).isThrownBy(() -> this.two.load(KEY))
			.withMessageStartingWith("The checkpoint app/main cannot be trusted: ")
			.withMessageContaining(problem)
			.withMessageEndingWith(". Correct its row, or delete it to begin anew");
	}

	@Test
	void saysWhatToDoWhenTheTablesAreMissing() {
		this.jdbc.execute("DROP TABLE HEADWATER_REFERENCE");
		this.jdbc.execute("DROP TABLE HEADWATER_CHECKPOINT");
		this.jdbc.execute("DROP TABLE HEADWATER_LEASE");
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.one.load(KEY))
			.withMessageContaining("headwater.checkpoint.jdbc.initialize-schema=always");
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.one.acquire(KEY, "one", LEASE))
			.withMessageContaining("headwater.checkpoint.jdbc.initialize-schema=always");
	}

	@Test
	void usesTablesOfAnotherPrefix() {
		for (String table : List.of("CHECKPOINT", "REFERENCE", "LEASE")) {
			this.jdbc.execute("ALTER TABLE HEADWATER_" + table + " RENAME TO MY_" + table);
		}
		LeasedCheckpointStore store = new JdbcCheckpointStore(this.database, "MY_");
		store.save(KEY, update(owner(store, KEY), 1, Steps.blocks(1, 5, 'a')));
		assertThat(store.load(KEY)).extracting("references").isEqualTo(Steps.blocks(1, 5, 'a'));
	}

}
