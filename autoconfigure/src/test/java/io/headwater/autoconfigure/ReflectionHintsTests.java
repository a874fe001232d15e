package io.headwater.autoconfigure;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image must know of reflection, or the application would not start there.
 */
class ReflectionHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void registerHints() {
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.forEach((registrar) -> registrar.registerHints(this.hints, getClass().getClassLoader()));
	}

	@ParameterizedTest
	@ValueSource(strings = { ListenerCheck.TASK_EXECUTOR, ListenerCheck.ERROR_HANDLER })
	void showsHowTheMulticasterCallsListeners(String field) {
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(SimpleApplicationEventMulticaster.class, field))
			.accepts(this.hints);
	}

	@Test
	void showsTheDataSourceOfATransactionManager() {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(DataSourceTransactionManager.class, "getDataSource")).accepts(this.hints);
	}

}
