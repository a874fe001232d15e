package io.headwater.autoconfigure;

import java.time.Duration;
import java.util.UUID;

import javax.sql.DataSource;

import io.headwater.checkpoint.CheckpointKey;
import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.checkpoint.LeasedCheckpointStore;
import io.headwater.checkpoint.jdbc.JdbcCheckpointStore;
import io.headwater.testing.Postgres;
import io.headwater.testing.PostgresTest;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Which store of checkpoints an application gets.
 */
class HeadwaterCheckpointAutoConfigurationTests {

	private static final CheckpointKey KEY = new CheckpointKey("app", "main");

	private static final String JDBC = "headwater.checkpoint.store=jdbc";

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(HeadwaterAutoConfiguration.class, HeadwaterCheckpointAutoConfiguration.class));

	private final ApplicationContextRunner withDatabase = this.runner
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID());

	private static void assertUsable(AssertableApplicationContext context) {
		LeasedCheckpointStore store = context.getBean(LeasedCheckpointStore.class);
		assertThat(store.acquire(KEY, "me", Duration.ofMinutes(1)).acquired()).isTrue();
		assertThat(store.load(KEY)).isNull();
	}

	private static void assertFailure(AssertableApplicationContext context, String property, String problem,
			String remedy) {
		assertThat(context).hasFailed();
		Throwable root = Throwables.getRootCause(context.getStartupFailure());
		FailureAnalysis analysis = new InvalidHeadwaterPropertyFailureAnalyzer().analyze(root);
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).isEqualTo("The property '" + property + "' " + problem + ".");
		assertThat(analysis.getAction()).isEqualTo(remedy);
	}

	@Test
	void keepsCheckpointsInMemoryUnlessToldOtherwise() {
		this.runner.run((context) -> assertThat(context).getBean(CheckpointStore.class)
			.isExactlyInstanceOf(InMemoryCheckpointStore.class));
		this.withDatabase.run((context) -> assertThat(context).getBean(CheckpointStore.class)
			.isExactlyInstanceOf(InMemoryCheckpointStore.class));
	}

	@Test
	void namesTheDriverThatIsMissing() {
		this.withDatabase.withPropertyValues(JDBC, "spring.datasource.url=jdbc:oracle:thin:@//db.example/app")
			.run((context) -> {
				assertThat(context).hasFailed();
				FailureAnalysis analysis = new MissingDriverFailureAnalyzer(
						new MockEnvironment().withProperty("headwater.checkpoint.store", "jdbc"))
					.analyze(context.getStartupFailure());
				assertThat(analysis).isNotNull();
				assertThat(analysis.getDescription()).isEqualTo("Checkpoints cannot be kept in the database, since its"
						+ " driver oracle.jdbc.OracleDriver is not on the class path.");
				assertThat(analysis.getAction()).startsWith("Add the dependency").contains("'memory'");
			});
	}

	@Test
	void leavesAMissingDriverToBootWhereNoCheckpointsAreKeptThere() {
		this.withDatabase.withPropertyValues("spring.datasource.url=jdbc:oracle:thin:@//db.example/app")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(new MissingDriverFailureAnalyzer(new MockEnvironment()).analyze(context.getStartupFailure()))
					.isNull();
			});
	}

	@Test
	void keepsCheckpointsInTheDatabaseWhenToldSo() {
		this.withDatabase.withPropertyValues(JDBC).run((context) -> {
			assertThat(context).getBean(CheckpointStore.class).isExactlyInstanceOf(JdbcCheckpointStore.class);
			assertUsable(context);
		});
	}

	@Test
	void prefersAStoreOfTheUser() {
		CheckpointStore store = mock();
		this.withDatabase.withPropertyValues(JDBC).withBean(CheckpointStore.class, () -> store).run((context) -> {
			assertThat(context).getBean(CheckpointStore.class).isSameAs(store);
			assertThat(context).doesNotHaveBean(DataSourceScriptDatabaseInitializer.class);
		});
	}

	@Test
	void prefersAStoreOfTheUserAlsoWithoutAnyDatabase() {
		CheckpointStore store = mock();
		this.runner.withPropertyValues(JDBC)
			.withBean(CheckpointStore.class, () -> store)
			.run((context) -> assertThat(context).getBean(CheckpointStore.class).isSameAs(store));
	}

	@Test
	void doesNothingWhenSwitchedOff() {
		this.withDatabase.withPropertyValues(JDBC, "headwater.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CheckpointStore.class)
				.doesNotHaveBean(DataSourceScriptDatabaseInitializer.class));
	}

	@Test
	void saysThatThereIsNoDataSource() {
		this.runner.withPropertyValues(JDBC)
			.run((context) -> assertFailure(context, "headwater.checkpoint.store",
					"is jdbc, but there is no DataSource",
					"Set spring.datasource.url (and add the database's driver), or write 'memory'."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.jdbc", "org.springframework.boot.jdbc" })
	void saysThatSpringsJdbcSupportIsMissing(String missing) {
		this.runner.withPropertyValues(JDBC)
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertFailure(context, "headwater.checkpoint.store",
					"is jdbc, but Spring's JDBC support is missing",
					"Add the dependency org.springframework.boot:spring-boot-starter-jdbc and the database's driver, or "
							+ "write 'memory'."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.jdbc", "org.springframework.boot.jdbc", "javax.sql" })
	void needsNoDatabaseSupportInMemory(String missing) {
		this.runner.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).getBean(CheckpointStore.class)
				.isExactlyInstanceOf(InMemoryCheckpointStore.class));
	}

	@Test
	void saysThatThereAreSeveralDataSources() {
		this.runner.withPropertyValues(JDBC)
			.withUserConfiguration(TwoDatabases.class)
			.run((context) -> assertFailure(context, "headwater.checkpoint.store",
					"is jdbc, but there are several DataSources",
					"Mark one as @Primary, or declare a bean of type JdbcCheckpointStore with the one to use."));
	}

	@Test
	void takesThePrimaryDataSource() {
		this.runner.withPropertyValues(JDBC).withUserConfiguration(PrimaryDatabase.class).run((context) -> {
			assertUsable(context);
			assertThat(new JdbcTemplate(context.getBean("two", DataSource.class))
				.queryForObject("SELECT COUNT(*) FROM HEADWATER_LEASE", Integer.class)).isOne();
		});
	}

	@Test
	void refusesAStoreThatDoesNotExist() {
		this.runner.withPropertyValues("headwater.checkpoint.store=redis")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("No enum constant")
				.hasMessageContaining("redis"));
	}

	@Test
	void createsNoTablesWhenToldSo() {
		this.withDatabase.withPropertyValues(JDBC, "headwater.checkpoint.jdbc.initialize-schema=never")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(DataSourceScriptDatabaseInitializer.class));
	}

	@Test
	void createsTablesOfAnotherPrefix() {
		this.withDatabase.withPropertyValues(JDBC, "headwater.checkpoint.jdbc.table-prefix=MY_").run((context) -> {
			assertUsable(context);
			assertThat(new JdbcTemplate(context.getBean(DataSource.class))
				.queryForObject("SELECT COUNT(*) FROM MY_LEASE", Integer.class)).isOne();
		});
	}

	@Test
	void runsAScriptOfTheUser() {
		this.withDatabase
			.withPropertyValues(JDBC, "headwater.checkpoint.jdbc.schema=classpath:checkpoint-schema-@@platform@@.sql",
					"headwater.checkpoint.jdbc.platform=of-the-user")
			.run(HeadwaterCheckpointAutoConfigurationTests::assertUsable);
	}

	@ParameterizedTest
	@ValueSource(strings = { "A B", "A;", "A'", "\"A\"", "A-" })
	void refusesAPrefixThatNoTableCanHave(String prefix) {
		this.withDatabase.withPropertyValues(JDBC, "headwater.checkpoint.jdbc.table-prefix=" + prefix)
			.run((context) -> assertFailure(context, "headwater.checkpoint.jdbc.table-prefix",
					"cannot begin the name of a table",
					"Use letters, digits, underscores, and a dot after the name of a schema."));
	}

	@Test
	@PostgresTest
	void createsTablesInAServerOnlyWhenToldSo() {
		DataSource database = Postgres.newSchema();
		ApplicationContextRunner withServer = this.runner.withPropertyValues(JDBC)
			.withBean(DataSource.class, () -> database);
		withServer.run((context) -> assertThat(new JdbcTemplate(database)
			.queryForList("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"))
			.isEmpty());
		ApplicationContextRunner always = withServer
			.withPropertyValues("headwater.checkpoint.jdbc.initialize-schema=always");
		always.run((context) -> {
			LeasedCheckpointStore store = context.getBean(LeasedCheckpointStore.class);
			assertThat(store.acquire(KEY, "me", Duration.ofMinutes(1)).acquired()).isTrue();
		});
		always.run((context) -> assertThat(
				context.getBean(LeasedCheckpointStore.class).acquire(KEY, "other", Duration.ofMinutes(1)).acquired())
			.isFalse());
	}

	@Test
	@PostgresTest
	void createsTablesInTheSchemaThatThePrefixNames() {
		String schema = new JdbcTemplate(Postgres.newSchema()).queryForObject("SELECT current_schema()", String.class);
		DataSource database = Postgres.newSchema();
		this.runner
			.withPropertyValues(JDBC, "headwater.checkpoint.jdbc.initialize-schema=always",
					"headwater.checkpoint.jdbc.table-prefix=" + schema + ".MY_")
			.withBean(DataSource.class, () -> database)
			.run((context) -> {
				LeasedCheckpointStore store = context.getBean(LeasedCheckpointStore.class);
				assertThat(store.acquire(KEY, "me", Duration.ofMinutes(1)).acquired()).isTrue();
				assertThat(new JdbcTemplate(database).queryForObject("SELECT COUNT(*) FROM " + schema + ".MY_LEASE",
						Integer.class))
					.isOne();
			});
	}

	@Test
	void waitsForOthersWhoInitializeTheDatabase() {
		this.withDatabase.withPropertyValues(JDBC)
			.run((context) -> assertThat(
					context.getBeanFactory().getBeanDefinition("headwaterCheckpointStore").getDependsOn())
				.contains("headwaterCheckpointSchemaInitializer"));
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDatabases {

		@Bean
		DataSource one() {
			return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID());
		}

		@Bean
		DataSource two() {
			return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryDatabase extends TwoDatabases {

		@Override
		@Bean
		@Primary
		DataSource two() {
			return super.two();
		}

	}

}
