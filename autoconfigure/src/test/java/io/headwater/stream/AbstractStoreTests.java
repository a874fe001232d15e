package io.headwater.stream;

import java.time.Duration;

import javax.sql.DataSource;

import io.headwater.DeliveryState;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.UnreliableDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

/**
 * A simulated node, and a database for the checkpoints of a stream that follows it.
 */
@Timeout(180)
abstract class AbstractStoreTests {

	static final Duration PATIENCE = Duration.ofSeconds(60);

	@AutoClose
	final SimulatedNode node = SimulatedNode.create(new SimulatedChain(1337)).start();

	final UnreliableDataSource database = new UnreliableDataSource(newDatabase());

	final Rival rival = new Rival(this.database);

	abstract DataSource newDatabase();

	final void awaitStored(long number) {
		Awaitility.await().atMost(PATIENCE).until(() -> this.rival.storedNumber() == number);
	}

	static void awaitState(HeadStream stream, DeliveryState state) {
		Awaitility.await(state.name()).atMost(PATIENCE).until(() -> stream.deliveryState() == state);
	}

	static HeadStream stream(AssertableApplicationContext context) {
		return context.getBean(HeadStreams.class).get("main");
	}

}
