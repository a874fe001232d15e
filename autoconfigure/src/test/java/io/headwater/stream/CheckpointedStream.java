package io.headwater.stream;

import javax.sql.DataSource;

import io.headwater.BlockRef;
import io.headwater.Hash;
import io.headwater.RecordedEvents;
import io.headwater.StreamStateChangedEvent;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.autoconfigure.HeadwaterCheckpointAutoConfiguration;
import io.headwater.test.SimulatedBlock;
import io.headwater.test.walk.WalkChecker;
import io.headwater.testing.DatabaseKind;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stream {@code main} of an application that keeps its checkpoint in a database.
 */
final class CheckpointedStream implements AutoCloseable {

	final StoreFixture store;

	final ApplicationContextRunner runner;

	/**
	 * An instance hears of its loss within a third of the lease. A shorter one could be
	 * lost by itself on a machine under load.
	 */
	final ApplicationContextRunner withShortLease;

	CheckpointedStream(DatabaseKind kind) {
		this.store = new StoreFixture(kind);
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(HeadwaterAutoConfiguration.class, HeadwaterCheckpointAutoConfiguration.class))
			.withBean(RecordedEvents.class)
			.withBean(DataSource.class, () -> this.store.database)
			.withPropertyValues("headwater.checkpoint.store=jdbc", "headwater.checkpoint.jdbc.initialize-schema=always",
					"headwater.checkpoint.namespace=" + Rival.NAMESPACE,
					"headwater.defaults.catch-up.max-requests-per-second=0",
					"headwater.chains.main.nodes[0].url=" + this.store.node.url());
		this.withShortLease = this.runner.withPropertyValues("headwater.checkpoint.lease=6s",
				"headwater.checkpoint.standby-interval=50ms");
	}

	void run(ThrowingConsumer<RecordedEvents> test) {
		this.runner.run((context) -> test.accept(StoreFixture.events(context)));
	}

	/** Mine, and wait until it is delivered and saved. */
	void mine(RecordedEvents events, int blocks) {
		long head = this.store.node.mine(blocks).get(blocks - 1).number();
		events.awaitHead(head);
		this.store.awaitStored(head);
	}

	static void awaitOutput(CapturedOutput output, String text) {
		Awaitility.await().atMost(StoreFixture.PATIENCE).untilAsserted(() -> assertThat(output).contains(text));
	}

	static void assertStatesAreLegal(RecordedEvents events) {
		assertThat(events.of(StreamStateChangedEvent.class))
			.allSatisfy((change) -> assertThat(change.from().canMoveTo(change.to())).isTrue());
	}

	/** What was delivered ends as the node has it, each head once. */
	void assertIsOneWalk(RecordedEvents events) {
		WalkChecker walk = new WalkChecker(0);
		events.walk().forEach(walk::accept);
		assertThat(walk.stack())
			.isEqualTo(this.store.node.chain().canonical().stream().map(CheckpointedStream::ref).toList());
	}

	static BlockRef ref(SimulatedBlock block) {
		return new BlockRef(block.number(), Hash.of(block.hash()));
	}

	@Override
	public void close() {
		this.store.close();
	}

}
