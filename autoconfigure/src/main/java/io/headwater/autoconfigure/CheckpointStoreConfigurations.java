package io.headwater.autoconfigure;

import javax.sql.DataSource;

import io.headwater.checkpoint.CheckpointStore;
import io.headwater.checkpoint.InMemoryCheckpointStore;
import io.headwater.checkpoint.jdbc.JdbcCheckpointStore;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.autoconfigure.init.OnDatabaseInitializationCondition;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The stores of checkpoints that Headwater can make, to be imported in this order.
 */
abstract class CheckpointStoreConfigurations {

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

		@Bean
		@DependsOnDatabaseInitialization
		JdbcCheckpointStore headwaterCheckpointStore(DataSource dataSource, JdbcCheckpointProperties properties) {
			return new JdbcCheckpointStore(dataSource, properties.validTablePrefix());
		}

		@Bean
		@Conditional(OnCheckpointDatabaseInitializationCondition.class)
		CheckpointSchemaInitializer headwaterCheckpointSchemaInitializer(DataSource dataSource,
				JdbcCheckpointProperties properties) {
			return new CheckpointSchemaInitializer(dataSource, properties);
		}

	}

	/**
	 * Comes last, and so only where the store in a database could not be made.
	 */
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

}
