package io.headwater.dispatch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.headwater.NewHeadEvent;
import io.headwater.dispatch.FailurePolicy.OnFailure;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * An application with a database, and listeners that write into it or wait for the phases
 * of a transaction.
 */
final class TransactionalApplication {

	private TransactionalApplication() {
	}

	static ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class))
			.withPropertyValues("spring.datasource.generate-unique-name=true")
			.withBean(IsolatingEventListenerFactory.class)
			.withBean(Ledger.class)
			.withBean(Calls.class)
			.withBean(Listeners.class)
			.withBean(Phases.class);
	}

	/** Steps are delivered outside of any transaction. */
	static TestPublisher outside(ApplicationContext context) {
		return publisher(context, StepBoundary.NONE);
	}

	/** Each step is delivered in a transaction, to which a checkpoint belongs. */
	static TestPublisher inTransactions(ApplicationContext context) {
		return publisher(context, new InTransaction(context));
	}

	private static TestPublisher publisher(ApplicationContext context, StepBoundary boundary) {
		return new TestPublisher(context, TestPublisher.settings(16, 3, OnFailure.HALT), boundary);
	}

	/** Writes a line for the step into the same database, as a checkpoint would. */
	private static final class InTransaction implements StepBoundary {

		private final TransactionTemplate transaction;

		private final Ledger ledger;

		InTransaction(ApplicationContext context) {
			this.transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
			this.ledger = context.getBean(Ledger.class);
		}

		@Override
		public void deliver(Step step, Runnable events) {
			this.transaction.executeWithoutResult((status) -> {
				events.run();
				if (step.events().get(0) instanceof NewHeadEvent head) {
					this.ledger.write("checkpoint", head);
				}
			});
		}

		@Override
		public boolean isUnit() {
			return true;
		}

	}

	static class Ledger {

		private final JdbcTemplate jdbc;

		Ledger(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
			jdbc.execute("create table ledger (id int auto_increment, line varchar(100))");
		}

		void write(String who, NewHeadEvent event) {
			this.jdbc.update("insert into ledger (line) values (?)", who + " " + event.head().number());
		}

		List<String> rows() {
			return this.jdbc.queryForList("select line from ledger order by id", String.class);
		}

	}

	static class Listeners {

		final List<String> calls = new CopyOnWriteArrayList<>();

		private final Ledger ledger;

		volatile int failures;

		Listeners(Ledger ledger) {
			this.ledger = ledger;
		}

		@EventListener
		@Order(1)
		void wallet(NewHeadEvent event) {
			this.calls.add("wallet " + event.head().number());
			this.ledger.write("wallet", event);
		}

		@EventListener
		@Order(2)
		void audit(NewHeadEvent event) {
			this.calls.add("audit " + event.head().number());
			if (this.failures-- > 0) {
				throw new IllegalStateException("expected by a test");
			}
		}

	}

	/** Apart from the listeners, since Spring and Modulith make proxies of some. */
	static class Calls {

		final List<String> phases = new CopyOnWriteArrayList<>();

		final List<String> module = new CopyOnWriteArrayList<>();

		final List<String> moduleThreads = new CopyOnWriteArrayList<>();

		volatile int fallbackFailures;

		volatile int beforeCommitFailures;

	}

	static class Phases {

		private final Calls calls;

		Phases(Calls calls) {
			this.calls = calls;
		}

		@TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
		void beforeCommit(NewHeadEvent event) {
			called("before commit", event);
			if (this.calls.beforeCommitFailures-- > 0) {
				throw new IllegalStateException("expected by a test");
			}
		}

		@TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT, fallbackExecution = true)
		@Order(3)
		void fallback(NewHeadEvent event) {
			called("fallback", event);
			if (this.calls.fallbackFailures-- > 0) {
				throw new IllegalStateException("expected by a test");
			}
		}

		@TransactionalEventListener
		@Order(4)
		void afterCommit(NewHeadEvent event) {
			called("after commit", event);
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
		@Order(0)
		void afterRollback(NewHeadEvent event) {
			called("after rollback", event);
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_COMPLETION)
		@Order(5)
		void afterCompletion(NewHeadEvent event) {
			called("after completion", event);
		}

		private void called(String phase, NewHeadEvent event) {
			this.calls.phases.add(phase + " " + event.head().number());
		}

	}

}
