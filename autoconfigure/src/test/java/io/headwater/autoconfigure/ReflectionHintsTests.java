package io.headwater.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.javapoet.ClassName;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image must know of reflection, or the application would not start there.
 */
class ReflectionHintsTests {

	private RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void processAheadOfTime() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues.of("headwater.chains.main.nodes[0].url=ws://node.example").applyTo(context);
		context.register(HeadwaterAutoConfiguration.class);
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(ReflectionHintsTests.class)), new InMemoryGeneratedFiles());
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		this.hints = generation.getRuntimeHints();
	}

	@ParameterizedTest
	@ValueSource(strings = { "taskExecutor", "errorHandler" })
	void showsHowTheMulticasterCallsListeners(String field) {
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(SimpleApplicationEventMulticaster.class, field))
			.accepts(this.hints);
	}

	@Test
	void showsTheDataSourceOfATransactionManager() {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(DataSourceTransactionManager.class, "getDataSource")).accepts(this.hints);
	}

	@Test
	void showsWhatAChainTakesFromTheDefaults() {
		assertThat(List.of(ChainProperties.class, ChainProperties.Retry.class, NodeProperties.class))
			.allSatisfy((group) -> assertThat(group.getRecordComponents()).allSatisfy(
					(part) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(part.getAccessor()))
						.accepts(this.hints)))
			.allSatisfy((group) -> assertThat(
					RuntimeHintsPredicates.reflection().onConstructorInvocation(group.getDeclaredConstructors()[0]))
				.accepts(this.hints));
	}

}
