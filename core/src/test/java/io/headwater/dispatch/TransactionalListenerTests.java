package io.headwater.dispatch;

import io.headwater.NewHeadEvent;
import io.headwater.dispatch.TransactionalApplication.Calls;
import io.headwater.dispatch.TransactionalApplication.Ledger;
import io.headwater.dispatch.TransactionalApplication.Listeners;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of transactions behave as in plain Spring: outside of a transaction, and in a
 * boundary that is one.
 */
@Timeout(120)
class TransactionalListenerTests {

	private final ApplicationContextRunner runner = TransactionalApplication.runner();

	@Test
	void callsTransactionalListenersOutsideOfATransactionOnlyWhereTheyFallBack() {
		this.runner.run((context) -> {
			try (TestPublisher publisher = TransactionalApplication.outside(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(context.getBean(Calls.class).phases).containsExactly("fallback 1");
				assertThat(context.getBean(Ledger.class).rows()).containsExactly("wallet 1");
			}
		});
	}

	@Test
	void countsATransactionalListenerThatFallsBackAndThrowsAsFailureOfTheEvent() {
		this.runner.run((context) -> {
			Calls calls = context.getBean(Calls.class);
			calls.fallbackFailures = 1;
			try (TestPublisher publisher = TransactionalApplication.outside(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(calls.phases).containsExactly("fallback 1", "fallback 1");
				assertThat(context.getBean(Ledger.class).rows()).containsExactly("wallet 1");
				assertThat(publisher.observer.failed).hasSize(1);
			}
		});
	}

	@Test
	void callsTransactionalListenersInTheirPhasesOfTheTransactionOfAStep() {
		this.runner.run((context) -> {
			try (TestPublisher publisher = TransactionalApplication.inTransactions(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(context.getBean(Calls.class).phases).containsExactly("fallback 1", "before commit 1",
						"after commit 1", "after completion 1");
			}
		});
	}

	@Test
	void undoesTheWorkOfAllListenersWhenOneFails() {
		this.runner.run((context) -> {
			Listeners listeners = context.getBean(Listeners.class);
			listeners.failures = 2;
			try (TestPublisher publisher = TransactionalApplication.inTransactions(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(listeners.calls).containsExactly("wallet 1", "audit 1", "wallet 1", "audit 1", "wallet 1",
						"audit 1");
				assertThat(context.getBean(Ledger.class).rows()).containsExactly("wallet 1", "checkpoint 1");
				assertThat(context.getBean(Calls.class).phases).containsExactly("after rollback 1", "after rollback 1",
						"fallback 1", "before commit 1", "after commit 1", "after completion 1");
			}
		});
	}

	@Test
	void undoesAndRepeatsTheStepWhenAListenerBeforeTheCommitFails() {
		this.runner.run((context) -> {
			context.getBean(Calls.class).beforeCommitFailures = 1;
			try (TestPublisher publisher = TransactionalApplication.inTransactions(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(context.getBean(Listeners.class).calls).containsExactly("wallet 1", "audit 1", "wallet 1",
						"audit 1");
				assertThat(context.getBean(Ledger.class).rows()).containsExactly("wallet 1", "checkpoint 1");
				assertThat(publisher.observer.failed).hasSize(1);
			}
		});
	}

	@Test
	void keepsTheIsolatedTransactionOfAListenerOfItsOwn() {
		this.runner.withBean(Independent.class).run((context) -> {
			try (TestPublisher publisher = TransactionalApplication.outside(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(context.getBean(Ledger.class).rows()).containsExactlyInAnyOrder("wallet 1", "own 1");
			}
		});
	}

	static class Independent {

		private final Ledger ledger;

		Independent(Ledger ledger) {
			this.ledger = ledger;
		}

		@EventListener
		@Transactional(propagation = Propagation.REQUIRES_NEW)
		void on(NewHeadEvent event) {
			this.ledger.write("own", event);
		}

	}

}
