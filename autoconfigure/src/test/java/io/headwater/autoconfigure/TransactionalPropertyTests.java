package io.headwater.autoconfigure;

import java.util.UUID;

import javax.sql.DataSource;

import io.headwater.stream.HeadStreams;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code transactional} needs, and what an application is told that has it not.
 */
class TransactionalPropertyTests {

	private static final String PROPERTY = "headwater.chains.main.transactional";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HeadwaterAutoConfiguration.class, HeadwaterCheckpointAutoConfiguration.class))
		.withBean(SilentNodes.class)
		.withPropertyValues("headwater.chains.main.nodes[0].url=ws://one.example", PROPERTY + "=true",
				"spring.application.name=app");

	private final ApplicationContextRunner withDatabase = this.runner
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class))
		.withPropertyValues("headwater.checkpoint.store=jdbc", "spring.datasource.generate-unique-name=true");

	@Test
	void isSatisfiedWithAStoreAndATransactionManagerOnOneDatabase() {
		this.withDatabase
			.run((context) -> assertThat(context.getBean(HeadStreams.class).get("main").isTransactional()).isTrue());
	}

	@Test
	void isSatisfiedWhenTheBeanIsAProxyThatKnowsOfTransactions() {
		DataSource database = newDatabase();
		this.withDatabase.withBean(DataSource.class, () -> new TransactionAwareDataSourceProxy(database))
			.withBean(PlatformTransactionManager.class, () -> new JdbcTransactionManager(database))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void isOffUnlessToldOtherwise() {
		this.withDatabase.withPropertyValues(PROPERTY + "=false")
			.run((context) -> assertThat(context.getBean(HeadStreams.class).get("main").isTransactional()).isFalse());
	}

	@Test
	void needsDeliveryThatHaltsWhereAListenerKeepsFailing() {
		assertFailure(this.withDatabase.withPropertyValues("headwater.chains.main.on-failure=continue"),
				"needs on-failure=halt, because a step from which a listener was left out must not be committed",
				"Write on-failure: halt beside it, or leave on-failure out. If you do not find it there, look under 'headwater.defaults'.");
	}

	@Test
	void needsAStoreInADatabase() {
		String problem = "is true, but checkpoints are not kept in a database, so that nothing can be committed with "
				+ "them";
		String remedy = "Write headwater.checkpoint.store=jdbc, or leave the property out.";
		assertFailure(this.runner, problem, remedy);
		assertFailure(this.withDatabase.withPropertyValues("headwater.checkpoint.store=memory"), problem, remedy);
		assertFailure(this.runner.withClassLoader(new FilteredClassLoader("org.springframework.jdbc")), problem,
				remedy);
		assertFailure(this.runner.withClassLoader(new FilteredClassLoader("org.springframework.transaction")), problem,
				remedy);
	}

	@Test
	void needsATransactionManager() {
		String problem = "is true, but there is no transaction manager, or more than one";
		String remedy = "Declare a PlatformTransactionManager for the DataSource of the checkpoints, and mark it as "
				+ "@Primary if there are others.";
		assertFailure(this.runner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("headwater.checkpoint.store=jdbc", "spring.datasource.generate-unique-name=true"),
				problem, remedy);
		assertFailure(
				this.withDatabase.withBean("one", PlatformTransactionManager.class, () -> managerOf(newDatabase()))
					.withBean("two", PlatformTransactionManager.class, () -> managerOf(newDatabase())),
				problem, remedy);
	}

	@Test
	void needsATransactionManagerOnTheDatabaseOfTheCheckpoints() {
		assertFailure(this.withDatabase.withBean(PlatformTransactionManager.class, () -> managerOf(newDatabase())),
				"is true, but the transaction manager does not work on the DataSource of the checkpoints",
				"Mark the transaction manager of that DataSource as @Primary, or declare a bean of type "
						+ "JdbcCheckpointStore with the DataSource of the listeners.");
	}

	private static DataSource newDatabase() {
		return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
	}

	private static PlatformTransactionManager managerOf(DataSource database) {
		return new JdbcTransactionManager(database);
	}

	private static void assertFailure(ApplicationContextRunner runner, String problem, String remedy) {
		runner.run((context) -> {
			assertThat(context).hasFailed();
			Throwable root = Throwables.getRootCause(context.getStartupFailure());
			FailureAnalysis analysis = new InvalidHeadwaterPropertyFailureAnalyzer().analyze(root);
			assertThat(analysis).as(root.toString()).isNotNull();
			assertThat(analysis.getDescription()).isEqualTo("The property '" + PROPERTY + "' " + problem + ".");
			assertThat(analysis.getAction()).isEqualTo(remedy);
		});
	}

}
