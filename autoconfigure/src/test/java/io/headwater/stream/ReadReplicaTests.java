package io.headwater.stream;

import javax.sql.DataSource;

import io.headwater.DeliveryState;
import io.headwater.RecordedEvents;
import io.headwater.StreamResumedEvent;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.autoconfigure.HeadwaterCheckpointAutoConfiguration;
import io.headwater.testing.DatabaseKind;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream whose application sends what is marked as reading only to a replica, which is
 * behind, goes on from what was saved, not from what the replica knows.
 */
@Timeout(180)
class ReadReplicaTests {

	@AutoClose
	private final StoreFixture store = new StoreFixture(DatabaseKind.H2);

	private final DataSource replica = DatabaseKind.H2.newDatabase();

	private ApplicationContextRunner runner(DataSource database, boolean transactional) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceTransactionManagerAutoConfiguration.class,
					HeadwaterAutoConfiguration.class, HeadwaterCheckpointAutoConfiguration.class))
			.withBean(RecordedEvents.class)
			.withBean(DataSource.class, () -> database)
			.withPropertyValues("headwater.checkpoint.store=jdbc", "headwater.checkpoint.jdbc.initialize-schema=always",
					"headwater.checkpoint.namespace=" + Rival.NAMESPACE,
					"headwater.chains.main.transactional=" + transactional, "headwater.chains.main.on-failure=halt",
					"headwater.chains.main.nodes[0].url=" + this.store.node.url());
	}

	@ParameterizedTest
	@CsvSource({ "false, false", "false, true", "true, false", "true, true" })
	@FailureMode(46)
	void goesOnWhereDeliveryStandsAndNotWhereTheReplicaDoes(boolean transactional, boolean empty) {
		runner(this.store.database, transactional).run((context) -> {
			RecordedEvents events = StoreFixture.events(context);
			events.awaitHead(0);
			this.store.awaitStored(0);
			if (empty) {
				new JdbcTemplate(this.store.database).queryForList("SCRIPT NODATA", String.class)
					.forEach(this::replicate);
			}
			else {
				new JdbcTemplate(this.store.database).queryForList("SCRIPT", String.class).forEach(this::replicate);
			}
			this.store.node.mine(4);
			this.store.awaitStored(4);
		});
		this.store.node.mine(2);
		LazyConnectionDataSourceProxy routing = new LazyConnectionDataSourceProxy(this.store.database);
		routing.setReadOnlyDataSource(this.replica);
		runner(routing, transactional).run((context) -> {
			RecordedEvents events = StoreFixture.events(context);
			events.awaitHead(6);
			this.store.awaitStored(6);
			assertThat(events.of(StreamResumedEvent.class)).extracting((resumed) -> resumed.checkpoint().number())
				.containsExactly(4L);
			assertThat(events.numbers()).containsExactly(5L, 6L);
			assertThat(StoreFixture.stream(context).deliveryState()).isEqualTo(DeliveryState.LIVE);
		});
	}

	private void replicate(String statement) {
		if (!statement.startsWith("CREATE USER")) {
			new JdbcTemplate(this.replica).execute(statement);
		}
	}

}
