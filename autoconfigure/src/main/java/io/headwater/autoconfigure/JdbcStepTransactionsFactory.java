package io.headwater.autoconfigure;

import java.util.function.Supplier;

import javax.sql.DataSource;

import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.jdbc.JdbcCheckpointStore;
import io.headwater.stream.StepTransactions;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes transactions of the application's own transaction manager, so that whatever the
 * listeners use takes part in them as it does elsewhere in the application.
 */
final class JdbcStepTransactionsFactory implements StepTransactionsFactory {

	/** Has this name in Spring's managers for JDBC, JPA and Hibernate. */
	private static final String DATA_SOURCE = "dataSource";

	private final ObjectProvider<PlatformTransactionManager> managers;

	JdbcStepTransactionsFactory(ObjectProvider<PlatformTransactionManager> managers) {
		this.managers = managers;
	}

	@Override
	public StepTransactions create(String property, CheckpointStore store) {
		if (!(store instanceof JdbcCheckpointStore jdbcStore)) {
			throw StepTransactionsFactory.noDatabase(property);
		}
		PlatformTransactionManager manager = this.managers.getIfUnique();
		if (manager == null) {
			throw new InvalidHeadwaterPropertyException(property,
					"is true, but there is no transaction manager, or more than one",
					"Declare a PlatformTransactionManager for the DataSource of the checkpoints, and mark it as "
							+ "@Primary if there are others.");
		}
		if (dataSource(manager) != jdbcStore.dataSource()) {
			throw new InvalidHeadwaterPropertyException(property,
					"is true, but the transaction manager does not work on the DataSource of the checkpoints",
					"Mark the transaction manager of that DataSource as @Primary, or declare a bean of type "
							+ "JdbcCheckpointStore with the DataSource of the listeners.");
		}
		TransactionTemplate transactions = new TransactionTemplate(manager);
		transactions.setName("headwater-step");
		return new StepTransactions() {

			@Override
			public <T> T inTransaction(Supplier<T> work) {
				return transactions.execute((status) -> work.get());
			}

		};
	}

	private static @Nullable DataSource dataSource(PlatformTransactionManager manager) {
		BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(manager);
		return (properties.isReadableProperty(DATA_SOURCE)
				&& properties.getPropertyValue(DATA_SOURCE) instanceof DataSource dataSource) ? dataSource : null;
	}

}
