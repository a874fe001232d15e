package io.headwater.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.headwater.NewHeadEvent;
import io.headwater.dispatch.TransactionalApplication.Calls;
import io.headwater.dispatch.TransactionalApplication.Ledger;
import io.headwater.dispatch.TransactionalApplication.Listeners;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.modulith.events.config.EventPublicationAutoConfiguration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of Spring Modulith behave as in plain Spring, and its multicaster isolates
 * the others too.
 */
@Timeout(120)
class ModuleListenerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ApplicationContextRunner modulith = TransactionalApplication.runner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class,
				EventPublicationAutoConfiguration.class, modulith("jackson.JacksonEventSerializationConfiguration"),
				modulith("jdbc.JdbcEventPublicationAutoConfiguration")))
		.withPropertyValues("spring.modulith.events.jdbc.schema-initialization.enabled=true")
		.withBean(ModuleListener.class);

	@Test
	void callsNoModuleListenerOutsideOfATransaction() {
		this.modulith.run((context) -> {
			try (TestPublisher publisher = TransactionalApplication.outside(context)) {
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
			try (TestPublisher publisher = TransactionalApplication.inTransactions(context)) {
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
			try (TestPublisher publisher = TransactionalApplication.outside(context)) {
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
