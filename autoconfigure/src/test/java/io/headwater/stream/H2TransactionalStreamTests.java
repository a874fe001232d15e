package io.headwater.stream;

import java.util.UUID;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Steps in transactions of H2.
 */
class H2TransactionalStreamTests extends AbstractTransactionalStreamTests {

	@Override
	DataSource newDatabase() {
		return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
	}

}
