package io.headwater.stream;

import java.util.UUID;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A stream with its checkpoint in H2.
 */
class H2CheckpointedStreamTests extends AbstractCheckpointedStreamTests {

	@Override
	DataSource newDatabase() {
		return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
	}

}
