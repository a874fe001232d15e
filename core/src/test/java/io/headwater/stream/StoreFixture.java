package io.headwater.stream;

import java.time.Duration;

import io.headwater.DeliveryState;
import io.headwater.RecordedEvents;
import io.headwater.test.SimulatedChain;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.DatabaseKind;
import io.headwater.testing.UnreliableDataSource;
import org.awaitility.Awaitility;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

/**
 * A simulated node, and a database for the checkpoints of a stream that follows it.
 */
final class StoreFixture implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(60);

	final SimulatedNode node;

	final UnreliableDataSource database;

	final Rival rival;

	StoreFixture(DatabaseKind kind) {
		this.database = new UnreliableDataSource(kind.newDatabase());
		this.node = SimulatedNode.create(new SimulatedChain(1337)).start();
		this.rival = new Rival(this.database);
	}

	void awaitStored(long number) {
		Awaitility.await().atMost(PATIENCE).until(() -> this.rival.storedNumber() == number);
	}

	static void awaitState(HeadStream stream, DeliveryState state) {
		Awaitility.await(state.name()).atMost(PATIENCE).until(() -> stream.deliveryState() == state);
	}

	static HeadStream stream(AssertableApplicationContext context) {
		return context.getBean(HeadStreams.class).get("main");
	}

	static RecordedEvents events(AssertableApplicationContext context) {
		return context.getBean(RecordedEvents.class);
	}

	@Override
	public void close() {
		this.node.close();
	}

}
