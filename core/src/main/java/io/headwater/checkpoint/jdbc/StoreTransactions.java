package io.headwater.checkpoint.jdbc;

import java.util.function.Supplier;

import javax.sql.DataSource;

import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The transactions in which the store works: the caller's where that is on the same
 * {@code DataSource}, otherwise its own.
 */
final class StoreTransactions {

	private final DataSource dataSource;

	private final TransactionTemplate own;

	private final TransactionTemplate separate;

	private final TransactionTemplate snapshot;

	private final TransactionTemplate separateSnapshot;

	StoreTransactions(DataSource dataSource) {
		this.dataSource = dataSource;
		JdbcTransactionManager manager = new JdbcTransactionManager(dataSource);
		this.own = new TransactionTemplate(manager);
		this.separate = new TransactionTemplate(manager);
		this.separate.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.snapshot = new TransactionTemplate(manager);
		this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		this.separateSnapshot = new TransactionTemplate(manager, this.snapshot);
		this.separateSnapshot.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	/** Work in the caller's transaction, or in one of our own. */
	<T> T join(Supplier<T> work) {
		return isCallersTransactionOpen() ? explained(work) : run(this.own, work);
	}

	/** Whoever began it (JPA, too) has bound its connection to the data source. */
	private boolean isCallersTransactionOpen() {
		return TransactionSynchronizationManager.isActualTransactionActive()
				&& TransactionSynchronizationManager.hasResource(this.dataSource);
	}

	/** Work apart from any transaction of the caller. */
	<T> T separate(Supplier<T> work) {
		return run(this.separate, work);
	}

	/**
	 * Read in several statements what was there at one moment. Never marked as reading
	 * only: a replica that is behind could answer then.
	 */
	<T> T read(Supplier<T> work) {
		return isCallersTransactionOpen() ? explained(work) : run(this.snapshot, work);
	}

	/** The same apart from the caller's, whose moment may have been earlier. */
	<T> T readSeparately(Supplier<T> work) {
		return run(this.separateSnapshot, work);
	}

	private static <T> T run(TransactionTemplate transaction, Supplier<T> work) {
		return transaction.execute((status) -> explained(work));
	}

	private static <T> T explained(Supplier<T> work) {
		try {
			return work.get();
		}
		catch (BadSqlGrammarException ex) {
			throw new InvalidDataAccessResourceUsageException(
					"The tables for checkpoints are missing, or not as they should be. Set "
							+ "headwater.checkpoint.jdbc.initialize-schema=always, or run the script "
							+ "io/headwater/checkpoint/jdbc/schema-<platform>.sql of Headwater's jar (with Flyway or "
							+ "Liquibase as a migration). To tables that are older, add the columns that the script has",
					ex);
		}
	}

}
