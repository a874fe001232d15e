package io.headwater.endurance;

import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.autoconfigure.HeadwaterCheckpointAutoConfiguration;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Follows a chain with checkpoints in the database that its arguments name, tells its
 * heads, and keeps every event in the same database.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
		JdbcTemplateAutoConfiguration.class, HeadwaterCheckpointAutoConfiguration.class,
		HeadwaterAutoConfiguration.class })
@Import({ EventTable.class, WalkTeller.class })
class TransactionalApplication {

	public static void main(String[] args) {
		FollowingApplication.run(TransactionalApplication.class, args);
	}

}
