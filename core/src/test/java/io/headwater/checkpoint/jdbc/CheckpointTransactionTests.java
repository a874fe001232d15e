package io.headwater.checkpoint.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.LeasedCheckpointStore;
import io.headwater.checkpoint.Steps;
import io.headwater.testing.DatabaseKind;
import io.headwater.testing.EachDatabase;
import io.headwater.testing.OwnThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A save belongs to the transaction of its caller, and a renewal does not.
 */
@EachDatabase
class CheckpointTransactionTests {

	private static final CheckpointKey KEY = Replicas.KEY;

	private static final Duration LEASE = Replicas.LEASE;

	private final Replicas replicas;

	private final LeasedCheckpointStore one;

	private final LeasedCheckpointStore two;

	CheckpointTransactionTests(DatabaseKind database) {
		this.replicas = new Replicas(database);
		this.one = this.replicas.one;
		this.two = this.replicas.two;
	}

	@Test
	void savesWithTheCallersTransaction() {
		String owner = Replicas.owner(this.one, KEY);
		callersTransaction().executeWithoutResult((transaction) -> {
			this.one.save(KEY, Replicas.update(owner, 1, Steps.blocks(1, 2, 'a')));
			assertThat(this.one.load(KEY)).isNotNull();
		});
		assertThat(this.replicas.storedNumber()).isEqualTo(2);
	}

	@Test
	void savesNothingWhenTheCallersTransactionIsRolledBack() {
		String owner = Replicas.owner(this.one, KEY);
		this.one.save(KEY, Replicas.update(owner, 1, Steps.blocks(1, 2, 'a')));
		callersTransaction().executeWithoutResult((transaction) -> {
			this.one.save(KEY, Replicas.update(owner, 2, Steps.blocks(3, 3, 'a')));
			transaction.setRollbackOnly();
		});
		assertThat(this.two.load(KEY)).extracting("references").isEqualTo(Steps.blocks(1, 2, 'a'));
		this.one.save(KEY, Replicas.update(owner, 2, Steps.blocks(3, 3, 'b')));
		assertThat(this.replicas.storedNumber()).isEqualTo(3);
	}

	/** JPA binds its connection without saying that a transaction is active on it. */
	@Test
	void savesWithATransactionThatJpaHasBegun() throws SQLException {
		String owner = Replicas.owner(this.one, KEY);
		try (Connection connection = this.replicas.database.getConnection()) {
			connection.setAutoCommit(false);
			TransactionSynchronizationManager.bindResource(this.replicas.database, new ConnectionHolder(connection));
			TransactionSynchronizationManager.setActualTransactionActive(true);
			this.one.save(KEY, Replicas.update(owner, 1, Steps.blocks(1, 2, 'a')));
			connection.rollback();
		}
		finally {
			TransactionSynchronizationManager.setActualTransactionActive(false);
			TransactionSynchronizationManager.unbindResource(this.replicas.database);
		}
		assertThat(this.two.load(KEY)).isNull();
	}

	@Test
	void takesNoPartInATransactionOfAnotherDatabase() {
		String owner = Replicas.owner(this.one, KEY);
		new TransactionTemplate(new JdbcTransactionManager(TestDatabase.h2())).executeWithoutResult((transaction) -> {
			this.one.save(KEY, Replicas.update(owner, 1, Steps.blocks(1, 2, 'a')));
			transaction.setRollbackOnly();
		});
		assertThat(this.replicas.storedNumber()).isEqualTo(2);
	}

	/** The transaction of the caller sees the moment of its first statement. */
	@Test
	void loadsAsTheOwnerApartFromTheCallersTransaction() {
		String owner = Replicas.owner(this.one, KEY);
		TransactionTemplate transaction = callersTransaction();
		transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		transaction.executeWithoutResult((status) -> {
			assertThat(this.one.load(KEY)).isNull();
			OwnThread.run(() -> this.two.save(KEY, Replicas.update(owner, 1, Steps.blocks(1, 2, 'a'))))
				.orTimeout(Replicas.PATIENCE.toSeconds(), TimeUnit.SECONDS)
				.join();
			assertThat(this.one.load(KEY, owner)).isNotNull();
		});
	}

	/** Also where a transaction reads from a snapshot, which a renewal must not spoil. */
	@ParameterizedTest
	@ValueSource(
			ints = { TransactionDefinition.ISOLATION_READ_COMMITTED, TransactionDefinition.ISOLATION_REPEATABLE_READ })
	void renewsWhileAStepsTransactionIsOpenBeforeAndAfterItsSave(int isolation) throws Exception {
		String owner = Replicas.owner(this.one, KEY);
		TransactionTemplate transaction = callersTransaction();
		transaction.setIsolationLevel(isolation);
		transaction.executeWithoutResult((status) -> {
			assertThat(this.one.load(KEY)).isNull();
			assertThat(renewElsewhere(owner)).isTrue();
			this.one.save(KEY, Replicas.update(owner, 1, Steps.blocks(1, 2, 'a')));
			assertThat(renewElsewhere(owner)).isTrue();
		});
		assertThat(this.replicas.storedNumber()).isEqualTo(2);
	}

	@Test
	void renewsApartFromTheCallersTransaction() {
		String owner = Replicas.owner(this.one, KEY);
		this.replicas.letHalfOfTheLeasePass();
		callersTransaction().executeWithoutResult((transaction) -> {
			assertThat(this.one.renew(KEY, owner, LEASE)).isTrue();
			transaction.setRollbackOnly();
		});
		assertThat(this.two.acquire(KEY, "other", LEASE).remaining()).isGreaterThan(LEASE.dividedBy(2));
	}

	private TransactionTemplate callersTransaction() {
		return new TransactionTemplate(new JdbcTransactionManager(this.replicas.database));
	}

	private boolean renewElsewhere(String owner) {
		return OwnThread.supply(() -> this.two.renew(KEY, owner, LEASE))
			.orTimeout(Replicas.PATIENCE.toSeconds(), TimeUnit.SECONDS)
			.join();
	}

}
