package io.headwater.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Says why checkpoints cannot be kept in a database though a property asks for it.
 */
final class MissingDatabase {

	static final String PROPERTY = HeadwaterProperties.PREFIX + ".checkpoint.store";

	private static final List<String> JDBC_SUPPORT = List.of("org.springframework.jdbc.core.JdbcTemplate",
			"org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer");

	private MissingDatabase() {
	}

	static InvalidHeadwaterPropertyException explain(ConfigurableListableBeanFactory beanFactory) {
		ClassLoader classLoader = beanFactory.getBeanClassLoader();
		if (!JDBC_SUPPORT.stream().allMatch((name) -> ClassUtils.isPresent(name, classLoader))) {
			return new InvalidHeadwaterPropertyException(PROPERTY, "is jdbc, but Spring's JDBC support is missing",
					"Add the dependency org.springframework.boot:spring-boot-starter-jdbc and the database's driver, "
							+ "or write 'memory'.");
		}
		if (beanFactory.getBeanNamesForType(DataSource.class).length == 0) {
			return new InvalidHeadwaterPropertyException(PROPERTY, "is jdbc, but there is no DataSource",
					"Set spring.datasource.url (and add the database's driver), or write 'memory'.");
		}
		return new InvalidHeadwaterPropertyException(PROPERTY, "is jdbc, but there are several DataSources",
				"Mark one as @Primary, or declare a bean of type JdbcCheckpointStore with the one to use.");
	}

}
