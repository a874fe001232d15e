package io.headwater.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.context.event.SimpleApplicationEventMulticaster;

/**
 * Lets a native image look at what only reflection shows: how the multicaster calls
 * listeners, and on which {@code DataSource} a transaction manager works.
 */
final class ReflectionHints implements RuntimeHintsRegistrar {

	/** Those of JDBC and of JPA; others inherit from them, or have the method too. */
	private static final List<String> TRANSACTION_MANAGERS = List.of(
			"org.springframework.jdbc.datasource.DataSourceTransactionManager",
			"org.springframework.orm.jpa.JpaTransactionManager",
			"org.springframework.orm.jpa.hibernate.HibernateTransactionManager");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection()
			.registerType(SimpleApplicationEventMulticaster.class,
					(type) -> type.withField(ListenerCheck.TASK_EXECUTOR).withField(ListenerCheck.ERROR_HANDLER));
		TRANSACTION_MANAGERS.forEach((manager) -> hints.reflection()
			.registerTypeIfPresent(classLoader, manager,
					(type) -> type.withMethod("getDataSource", List.of(), ExecutableMode.INVOKE)));
	}

}
