package io.headwater.stream;

import java.util.List;
import java.util.stream.LongStream;

import javax.sql.DataSource;

import io.headwater.DeliveryState;
import io.headwater.RecordedEvents;
import io.headwater.StreamResumedEvent;
import io.headwater.autoconfigure.HeadwaterAutoConfiguration;
import io.headwater.autoconfigure.HeadwaterCheckpointAutoConfiguration;
import io.headwater.test.SimulatedNode;
import io.headwater.testing.DatabaseKind;
import io.headwater.testing.EachDatabase;
import io.headwater.testing.FailureMode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream whose listeners' work is committed together with its checkpoint.
 */
@EachDatabase
@Timeout(180)
class TransactionalStreamTests {

	@AutoClose
	private final StoreFixture store;

	private final SimulatedNode node;

	private final Rival rival;

	private final ApplicationContextRunner runner;

	TransactionalStreamTests(DatabaseKind database) {
		this.store = new StoreFixture(database);
		this.node = this.store.node;
		this.rival = this.store.rival;
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceTransactionManagerAutoConfiguration.class,
					TransactionAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
					HeadwaterAutoConfiguration.class, HeadwaterCheckpointAutoConfiguration.class))
			.withBean(RecordedEvents.class)
			.withBean(StepLedger.class)
			.withBean(StepLedger.Inner.class)
			.withBean(DataSource.class, () -> this.store.database)
			.withPropertyValues("headwater.checkpoint.store=jdbc", "headwater.checkpoint.jdbc.initialize-schema=always",
					"headwater.checkpoint.namespace=" + Rival.NAMESPACE, "headwater.chains.main.transactional=true",
					"headwater.chains.main.on-failure=halt", "headwater.chains.main.retry.delay=1ms",
					"headwater.chains.main.finality.enabled=false",
					"headwater.chains.main.nodes[0].url=" + this.node.url());
	}

	@Test
	void commitsWhatListenersDoTogetherWithTheCheckpoint() {
		this.runner.run((context) -> {
			mine(context, 3);
			StepLedger ledger = ledger(context);
			assertEachOnce(ledger, 3);
			assertThat(ledger.calls).containsExactly(0L, 1L, 2L, 3L);
			awaitPhases(ledger, "committed 0", "committed 1", "committed 2", "committed 3");
		});
	}

	@Test
	void undoesAStepThatAListenerFailsOnAndDeliversItAnew() {
		this.runner.run((context) -> {
			mine(context, 1);
			StepLedger ledger = ledger(context);
			ledger.failures.set(2);
			mine(context, 1);
			assertThat(ledger.calls).containsExactly(0L, 1L, 2L, 2L, 2L);
			assertEachOnce(ledger, 2);
			awaitPhases(ledger, "committed 0", "committed 1", "rolled back 2", "rolled back 2", "committed 2");
		});
	}

	@Test
	void haltsWithNothingOfTheStepKeptWhereAListenerKeepsFailing() {
		this.runner.withPropertyValues("headwater.chains.main.retry.max-retries=1").run((context) -> {
			mine(context, 1);
			StepLedger ledger = ledger(context);
			ledger.failures.set(2);
			this.node.mine(2);
			HeadStream stream = StoreFixture.stream(context);
			StoreFixture.awaitState(stream, DeliveryState.HALTED);
			assertEachOnce(ledger, 1);
			assertThat(this.rival.storedNumber()).isEqualTo(1);
			stream.resume();
			this.store.awaitStored(3);
			assertEachOnce(ledger, 3);
			assertThat(ledger.calls).containsExactly(0L, 1L, 2L, 2L, 2L, 3L);
		});
	}

	@Test
	@FailureMode(40)
	void doesNotRepeatAStepWhenTheAnswerToItsCommitIsLost() {
		this.runner.run((context) -> {
			mine(context, 1);
			StepLedger ledger = ledger(context);
			// The row can be read before its commit is answered.
			awaitPhases(ledger, "committed 0", "committed 1");
			this.store.database.loseAnswerToNextCommitOfAStep();
			mine(context, 2);
			assertThat(this.store.database.isToLoseAnswer()).isFalse();
			assertEachOnce(ledger, 3);
			assertThat(ledger.calls).containsExactly(0L, 1L, 2L, 2L, 3L);
		});
	}

	@Test
	void undoesAStepWhoseTransactionWasDoomedByAnInnerOne() {
		this.runner.run((context) -> {
			mine(context, 1);
			StepLedger ledger = ledger(context);
			ledger.dooms.set(1);
			mine(context, 1);
			assertThat(ledger.calls).containsExactly(0L, 1L, 2L, 2L);
			assertEachOnce(ledger, 2);
			awaitPhases(ledger, "committed 0", "committed 1", "caught 2", "rolled back 2", "committed 2");
		});
	}

	@Test
	void keepsNothingOfAStepInWhichItLosesItsTurn() {
		HeadGate gate = new HeadGate(2);
		this.runner.withPropertyValues("headwater.checkpoint.lease=6s", "headwater.checkpoint.standby-interval=50ms")
			.withBean(HeadGate.class, () -> gate)
			.run((context) -> {
				mine(context, 1);
				this.node.mine();
				gate.awaitEntered();
				this.rival.takeTurn();
				StoreFixture.awaitState(StoreFixture.stream(context), DeliveryState.STANDBY);
				gate.open();
				RecordedEvents events = context.getBean(RecordedEvents.class);
				events.awaitState(DeliveryState.STANDBY);
				assertEachOnce(ledger(context), 1);
				this.rival.letGo();
				this.store.awaitStored(2);
				assertEachOnce(ledger(context), 2);
				assertThat(events.of(StreamResumedEvent.class)).extracting((resumed) -> resumed.checkpoint().number())
					.containsExactly(1L);
			});
	}

	@Test
	@FailureMode(40)
	void deliversNothingWhileTheStoreIsAwayAndEachStepOnceWhenItIsBack() {
		this.runner
			.withPropertyValues("headwater.chains.main.retry.max-retries=1000",
					"headwater.chains.main.retry.max-delay=10ms")
			.run((context) -> {
				mine(context, 1);
				this.store.database.away(true);
				this.node.mine(3);
				RecordedEvents events = context.getBean(RecordedEvents.class);
				Awaitility.await()
					.atMost(StoreFixture.PATIENCE)
					.until(() -> StoreFixture.stream(context).listenerLag().toMillis() > 100);
				assertThat(events.numbers()).containsExactly(0L, 1L);
				this.store.database.away(false);
				this.store.awaitStored(4);
				assertEachOnce(ledger(context), 4);
			});
	}

	private void mine(AssertableApplicationContext context, int blocks) {
		context.getBean(RecordedEvents.class).awaitHead(0);
		this.store.awaitStored(this.node.mine(blocks).get(blocks - 1).number());
	}

	/** Those after a commit are called after the checkpoint can be read. */
	private static void awaitPhases(StepLedger ledger, String... phases) {
		Awaitility.await()
			.atMost(StoreFixture.PATIENCE)
			.untilAsserted(() -> assertThat(ledger.phases).containsExactly(phases));
	}

	private static void assertEachOnce(StepLedger ledger, long last) {
		List<Long> numbers = LongStream.rangeClosed(0, last).boxed().toList();
		assertThat(ledger.rows("first")).isEqualTo(numbers);
		assertThat(ledger.rows("inner")).isEqualTo(numbers);
		assertThat(ledger.rows("own")).isEqualTo(numbers);
	}

	private static StepLedger ledger(AssertableApplicationContext context) {
		return context.getBean(StepLedger.class);
	}

}
