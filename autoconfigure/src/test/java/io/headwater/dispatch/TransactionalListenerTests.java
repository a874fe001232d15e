package io.headwater.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.headwater.NewHeadEvent;
import io.headwater.dispatch.FailurePolicy.OnFailure;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.modulith.events.config.EventPublicationAutoConfiguration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of transactions, and of Spring Modulith, behave as in plain Spring: outside
 * of a transaction, and in a boundary that is one.
 */
@Timeout(120)
class TransactionalListenerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class))
		.withPropertyValues("spring.datasource.generate-unique-name=true")
		.withBean(IsolatingEventListenerFactory.class)
		.withBean(Ledger.class)
		.withBean(Calls.class)
		.withBean(Listeners.class)
		.withBean(Phases.class);

	private final ApplicationContextRunner modulith = this.runner
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class,
				EventPublicationAutoConfiguration.class, modulith("jackson.JacksonEventSerializationConfiguration"),
				modulith("jdbc.JdbcEventPublicationAutoConfiguration")))
		.withPropertyValues("spring.modulith.events.jdbc.schema-initialization.enabled=true")
		.withBean(ModuleListener.class);

	@Test
	void callsTransactionalListenersOutsideOfATransactionOnlyWhereTheyFallBack() {
		this.runner.run((context) -> {
			try (TestPublisher publisher = outside(context)) {
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
			try (TestPublisher publisher = outside(context)) {
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
			try (TestPublisher publisher = inTransactions(context)) {
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
			try (TestPublisher publisher = inTransactions(context)) {
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
			try (TestPublisher publisher = inTransactions(context)) {
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
			try (TestPublisher publisher = outside(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(context.getBean(Ledger.class).rows()).containsExactlyInAnyOrder("wallet 1", "own 1");
			}
		});
	}

	@Test
	void callsNoModuleListenerOutsideOfATransaction() {
		this.modulith.run((context) -> {
			try (TestPublisher publisher = outside(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(context.getBean(Ledger.class).rows()).containsExactly("wallet 1");
				assertThat(context.getBean(Calls.class).module).isEmpty();
			}
		});
	}

	@Test
	void callsModuleListenersAfterTheTransactionOfAStepAndCompletesTheirPublications() {
		this.modulith.run((context) -> {
			Listeners listeners = context.getBean(Listeners.class);
			listeners.failures = 1;
			try (TestPublisher publisher = inTransactions(context)) {
				publisher.deliver(SampleEvents.head(1), SampleEvents.head(2));
				Calls calls = context.getBean(Calls.class);
				Awaitility.await().atMost(PATIENCE).until(() -> calls.module.size() == 2);
				assertThat(calls.module).containsExactlyInAnyOrder("module 1", "module 2");
				assertThat(calls.moduleThreads).doesNotContain(TestPublisher.THREAD_NAME);
				JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
				Awaitility.await()
					.atMost(PATIENCE)
					.untilAsserted(() -> assertThat(publications(jdbc)).hasSize(2)
						.allSatisfy((row) -> assertThat(row.get("COMPLETION_DATE")).isNotNull()));
			}
		});
	}

	@Test
	void isolatesListenersUnderTheMulticasterOfModulithToo() {
		this.modulith.run((context) -> {
			Listeners listeners = context.getBean(Listeners.class);
			listeners.failures = 1;
			try (TestPublisher publisher = outside(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(listeners.calls).containsExactly("wallet 1", "audit 1", "audit 1");
				assertThat(context.getBean(Calls.class).phases).containsExactly("fallback 1");
			}
		});
	}

	/** These are not public. */
	private static Class<?> modulith(String name) {
		return ClassUtils.resolveClassName("org.springframework.modulith.events." + name, null);
	}

	private static List<Map<String, Object>> publications(JdbcTemplate jdbc) {
		return jdbc.queryForList("select * from EVENT_PUBLICATION where LISTENER_ID like '%ModuleListener%'");
	}

	private static TestPublisher outside(ApplicationContext context) {
		return publisher(context, StepBoundary.NONE);
	}

	private static TestPublisher inTransactions(ApplicationContext context) {
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
		void afterCommit(NewHeadEvent event) {
			called("after commit", event);
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
		@Order(0)
		void afterRollback(NewHeadEvent event) {
			called("after rollback", event);
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_COMPLETION)
		void afterCompletion(NewHeadEvent event) {
			called("after completion", event);
		}

		private void called(String phase, NewHeadEvent event) {
			this.calls.phases.add(phase + " " + event.head().number());
		}

	}

	static class ModuleListener {

		private final Calls calls;

		ModuleListener(Calls calls) {
			this.calls = calls;
		}

		@ApplicationModuleListener
		void on(NewHeadEvent event) {
			this.calls.moduleThreads.add(Thread.currentThread().getName());
			this.calls.module.add("module " + event.head().number());
		}

	}

}
