package io.headwater.dispatch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.headwater.NewHeadEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners that Spring calls on another thread or later are left to Spring.
 */
@Timeout(60)
class DeferredListenerTests {

	private final ApplicationContextRunner runner = ListenerCalls.runner();

	@Test
	void callsAsyncListenerOnTheExecutorAsPlainSpringDoes() {
		this.runner.withUserConfiguration(AsyncConfiguration.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1));
				AsyncListener.Probe probe = context.getBean(AsyncListener.Probe.class);
				assertThat(probe.called.await(20, TimeUnit.SECONDS)).isTrue();
				assertThat(probe.threads).singleElement().asString().startsWith("async-of-a-test");
				assertThat(publisher.observer.failed).isEmpty();
				assertThat(publisher.observer.finished).singleElement()
					.satisfies((finished) -> assertThat(finished.failure()).isNull());
			}
		});
	}

	@Test
	void leavesTransactionalListenerToItsOwnFactory() {
		this.runner.withUserConfiguration(TransactionConfiguration.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(ListenerCalls.of(context)).containsExactly("fallback");
				assertThat(publisher.called()).isEmpty();
				new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
					.executeWithoutResult((status) -> {
						context.publishEvent(SampleEvents.head(2));
						assertThat(ListenerCalls.of(context)).containsExactly("fallback");
					});
				assertThat(ListenerCalls.of(context)).containsExactlyInAnyOrder("fallback", "fallback", "afterCommit");
			}
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncConfiguration {

		@Bean
		Executor executor() {
			return new SimpleAsyncTaskExecutor("async-of-a-test");
		}

		@Bean
		AsyncListener.Probe probe() {
			return new AsyncListener.Probe();
		}

		@Bean
		AsyncListener asyncListener(AsyncListener.Probe probe) {
			return new AsyncListener(probe);
		}

	}

	static class AsyncListener {

		private final Probe probe;

		AsyncListener(Probe probe) {
			this.probe = probe;
		}

		@Async
		@EventListener
		void on(NewHeadEvent event) {
			this.probe.threads.add(Thread.currentThread().getName());
			this.probe.called.countDown();
			throw new IllegalStateException("expected by a test");
		}

		static class Probe {

			final List<String> threads = new CopyOnWriteArrayList<>();

			final CountDownLatch called = new CountDownLatch(1);

		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class TransactionConfiguration {

		@Bean
		PlatformTransactionManager transactionManager() {
			return new NoTransactions();
		}

		@Bean
		TransactionalListeners transactionalListeners(ListenerCalls calls) {
			return new TransactionalListeners(calls);
		}

	}

	record TransactionalListeners(ListenerCalls calls) {

		@TransactionalEventListener
		void afterCommit(NewHeadEvent event) {
			this.calls.add("afterCommit");
		}

		@TransactionalEventListener(fallbackExecution = true)
		void fallback(NewHeadEvent event) {
			this.calls.add("fallback");
		}

	}

	/** Has the life of transactions, and nothing to commit. */
	static class NoTransactions extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
