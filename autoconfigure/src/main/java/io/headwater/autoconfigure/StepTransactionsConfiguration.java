package io.headwater.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Lets chains deliver within transactions where Spring can have any.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ JdbcTemplate.class, PlatformTransactionManager.class })
class StepTransactionsConfiguration {

	@Bean
	StepTransactionsFactory headwaterStepTransactionsFactory(ObjectProvider<PlatformTransactionManager> managers) {
		return new JdbcStepTransactionsFactory(managers);
	}

}
