package io.headwater.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.jdbc.JdbcCheckpointStore;
import io.headwater.stream.StepTransactions;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.jdbc.core.JdbcTemplate;
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

	/** Lets chains deliver within transactions where Spring can have any. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JdbcTemplate.class, PlatformTransactionManager.class })
	@ImportRuntimeHints(Hints.class)
	static class Wiring {

		@Bean
		StepTransactionsFactory headwaterStepTransactionsFactory(ObjectProvider<PlatformTransactionManager> managers) {
			return new JdbcStepTransactionsFactory(managers);
		}

	}

	/** Lets a native image see a transaction manager's {@code DataSource}. */
	static final class Hints implements RuntimeHintsRegistrar {

		/** Those of JDBC and of JPA; others inherit from them, or have the method too. */
		private static final List<String> TRANSACTION_MANAGERS = List.of(
				"org.springframework.jdbc.datasource.DataSourceTransactionManager",
				"org.springframework.orm.jpa.JpaTransactionManager",
				"org.springframework.orm.jpa.hibernate.HibernateTransactionManager");

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			TRANSACTION_MANAGERS.forEach((manager) -> hints.reflection()
				.registerTypeIfPresent(classLoader, manager,
						(type) -> type.withMethod("getDataSource", List.of(), ExecutableMode.INVOKE)));
		}

	}

}
