package io.headwater.autoconfigure;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.checkpoint.jdbc.CheckpointSchema;
import io.headwater.checkpoint.jdbc.JdbcCheckpointStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.autoconfigure.init.OnDatabaseInitializationCondition;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.ClassUtils;

/**
 * The stores of checkpoints that Headwater can make, to be imported in this order.
 */
abstract class CheckpointStoreConfigurations {

	/** The property that chooses the store. */
	static final String STORE = HeadwaterProperties.PREFIX + ".checkpoint.store";

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "headwater.checkpoint.store", havingValue = "memory", matchIfMissing = true)
	static class Memory {

		@Bean
		InMemoryCheckpointStore headwaterCheckpointStore() {
			return new InMemoryCheckpointStore();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "headwater.checkpoint.store", havingValue = "jdbc")
	@ConditionalOnClass({ JdbcTemplate.class, DataSourceScriptDatabaseInitializer.class })
	@ConditionalOnSingleCandidate(DataSource.class)
	@EnableConfigurationProperties(JdbcCheckpointProperties.class)
	@Import(DatabaseInitializationDependencyConfigurer.class)
	static class Jdbc {

		private static final Log logger = LogFactory.getLog(JdbcCheckpointStore.class);

		/** A server of its own, which AUTO_SERVER starts, cannot do without the hook. */
		private static final Pattern CLOSED_BY_EXIT_HOOK = Pattern
			.compile("(?i)jdbc:h2:(?!mem:|tcp:|ssl:)(?!.*;(DB_CLOSE_ON_EXIT=FALSE|AUTO_SERVER=TRUE)).*");

		@Bean
		@DependsOnDatabaseInitialization
		JdbcCheckpointStore headwaterCheckpointStore(DataSource dataSource, JdbcCheckpointProperties properties) {
			if (CLOSED_BY_EXIT_HOOK.matcher(url(dataSource)).matches()) {
				logger.warn("H2 closes its database by an exit hook of its own, mostly before the last checkpoint is "
						+ "saved and the lease is given back, so that the next start waits until that has run out: "
						+ "add ;DB_CLOSE_ON_EXIT=FALSE to the URL of the database");
			}
			return new JdbcCheckpointStore(dataSource, properties.validTablePrefix());
		}

		/** The database itself does not know, and need not be there yet. */
		private static String url(DataSource dataSource) {
			DataSource target = dataSource;
			while (target instanceof DelegatingDataSource delegating && delegating.getTargetDataSource() != null) {
				target = delegating.getTargetDataSource();
			}
			BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(target);
			return Stream.of("jdbcUrl", "url")
				.filter(properties::isReadableProperty)
				.map(properties::getPropertyValue)
				.filter(String.class::isInstance)
				.map(String.class::cast)
				.findFirst()
				.orElse("");
		}

		@Bean
		@Conditional(OnCheckpointDatabaseInitializationCondition.class)
		SchemaInitializer headwaterCheckpointSchemaInitializer(DataSource dataSource,
				JdbcCheckpointProperties properties) {
			return new SchemaInitializer(dataSource, properties);
		}

	}

	/** Comes last, and so only where the store in a database could not be made. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "headwater.checkpoint.store", havingValue = "jdbc")
	@ConditionalOnMissingBean(CheckpointStore.class)
	static class NoJdbc {

		@Bean
		CheckpointStore headwaterCheckpointStore(ConfigurableListableBeanFactory beanFactory) {
			throw MissingDatabase.explain(beanFactory);
		}

	}

	static class OnCheckpointDatabaseInitializationCondition extends OnDatabaseInitializationCondition {

		OnCheckpointDatabaseInitializationCondition() {
			super("Headwater Checkpoint", JdbcCheckpointProperties.PREFIX + ".initialize-schema");
		}

	}

	/** Creates the tables for checkpoints, under the names that the store uses. */
	static class SchemaInitializer
			extends PropertiesBasedDataSourceScriptDatabaseInitializer<JdbcCheckpointProperties> {

		private final String tablePrefix;

		SchemaInitializer(DataSource dataSource, JdbcCheckpointProperties properties) {
			super(dataSource, properties, Map.of(DatabaseDriver.MARIADB, "mysql"));
			this.tablePrefix = properties.validTablePrefix();
		}

		@Override
		protected void runScripts(Scripts scripts) {
			Charset encoding = (scripts.getEncoding() != null) ? scripts.getEncoding() : StandardCharsets.UTF_8;
			List<Resource> renamed = new ArrayList<>();
			scripts
				.forEach((script) -> renamed.add(CheckpointSchema.withTablePrefix(script, this.tablePrefix, encoding)));
			super.runScripts(new Scripts(renamed).continueOnError(scripts.isContinueOnError())
				.separator(scripts.getSeparator())
				.encoding(encoding));
		}

	}

	/** Says why checkpoints cannot be kept in a database, as is asked for. */
	private static final class MissingDatabase {

		private static final List<String> JDBC_SUPPORT = List.of("org.springframework.jdbc.core.JdbcTemplate",
				"org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer");

		private MissingDatabase() {
		}

		static InvalidHeadwaterPropertyException explain(ConfigurableListableBeanFactory beanFactory) {
			ClassLoader classLoader = beanFactory.getBeanClassLoader();
			if (!JDBC_SUPPORT.stream().allMatch((name) -> ClassUtils.isPresent(name, classLoader))) {
				return new InvalidHeadwaterPropertyException(STORE, "is jdbc, but Spring's JDBC support is missing",
						"Add the dependency org.springframework.boot:spring-boot-starter-jdbc and the database's driver, "
								+ "or write 'memory'.");
			}
			if (beanFactory.getBeanNamesForType(DataSource.class).length == 0) {
				return new InvalidHeadwaterPropertyException(STORE, "is jdbc, but there is no DataSource",
						"Set spring.datasource.url (and add the database's driver), or write 'memory'.");
			}
			return new InvalidHeadwaterPropertyException(STORE, "is jdbc, but there are several DataSources",
					"Mark one as @Primary, or declare a bean of type JdbcCheckpointStore with the one to use.");
		}

	}

}
