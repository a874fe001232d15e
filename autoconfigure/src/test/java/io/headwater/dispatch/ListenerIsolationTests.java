package io.headwater.dispatch;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.headwater.ChainEvent;
import io.headwater.HeadOrigin;
import io.headwater.HeadsSkippedEvent;
import io.headwater.NewHeadEvent;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
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
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Listeners in a real application context, called by a publisher.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ListenerIsolationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withBean(IsolatingEventListenerFactory.class)
		.withBean(Calls.class);

	@Test
	void callsEveryListenerThatTheEventReaches() {
		this.runner.withBean("all", AllKinds.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(publisher.called()).containsExactlyInAnyOrder("all.head(NewHeadEvent)",
						"all.anyOfAChain(ChainEvent)", "all.applicationEvent(ApplicationEvent)", "all.object(Object)",
						"all.byClass()", "all.byClassWithParameter(ChainEvent)");
				assertThat(calls(context)).hasSameElementsAs(List.of("head", "anyOfAChain", "applicationEvent",
						"object", "byClass", "byClassWithParameter"));
			}
		});
	}

	@Test
	void callsListenersOfEventsThatAreNotOfAChainAsPlainSpringDoes() {
		this.runner.withBean("all", AllKinds.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				context.getBean(Calls.class).all.clear();
				context.publishEvent("text");
				assertThat(calls(context)).containsExactlyInAnyOrder("text", "object");
				assertThat(publisher.called()).isEmpty();
			}
		});
	}

	@Test
	@FailureMode(15)
	void keepsEventFromNoOtherListenerWhenOneThrows(CapturedOutput output) {
		this.runner.withBean("listeners", Throwing.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1), SampleEvents.head(2));
				assertThat(calls(context)).containsExactly("unchecked", "first", "checked", "second", "error", "third",
						"unchecked", "first", "checked", "second", "error", "third");
				assertThat(publisher.observer.failed).hasSize(6)
					.extracting(RecordingObserver.Failed::event)
					.startsWith(SampleEvents.head(1), SampleEvents.head(1), SampleEvents.head(1), SampleEvents.head(2));
				assertThat(publisher.observer.failed)
					.extracting((failed) -> root(failed.failure()).getClass().getSimpleName())
					.startsWith("IllegalStateException", "IOException", "StackOverflowError");
				assertThat(output).containsOnlyOnce("Listener listeners.unchecked(NewHeadEvent) failed on NewHeadEvent")
					.containsOnlyOnce("Listener listeners.checked(NewHeadEvent) failed on NewHeadEvent")
					.containsOnlyOnce("Listener listeners.error(NewHeadEvent) failed on NewHeadEvent");
			}
		});
	}

	@Test
	void timesEachCallAndTellsHowItEnded() {
		this.runner.withBean("listeners", Throwing.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(publisher.observer.finished).hasSize(6)
					.allSatisfy((finished) -> assertThat(finished.nanos()).isPositive())
					.extracting(RecordingObserver.Finished::listener, (finished) -> finished.failure() == null)
					.contains(tuple("listeners.unchecked(NewHeadEvent)", false),
							tuple("listeners.first(NewHeadEvent)", true));
			}
		});
	}

	@Test
	void callsListenersInTheirOrder() {
		this.runner.withBean("later", OrderedListener.Later.class)
			.withBean("sooner", OrderedListener.Sooner.class)
			.run((context) -> {
				try (TestPublisher publisher = new TestPublisher(context)) {
					publisher.deliver(SampleEvents.head(1), SampleEvents.head(2));
					assertThat(calls(context)).containsExactly("sooner", "later", "sooner", "later");
				}
			});
	}

	@Test
	void asksTheConditionOfAListener() {
		this.runner.withBean("conditional", Conditional.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1), SampleEvents.head("main", 2, HeadOrigin.REPLAY));
				assertThat(publisher.called()).containsExactly("conditional.live(NewHeadEvent)");
				assertThat(publisher.observer.failed).isEmpty();
			}
		});
	}

	@Test
	void keepsEventFromNoOtherListenerWhenAConditionFails() {
		this.runner.withBean("conditional", FailingCondition.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(calls(context)).containsExactly("after");
				assertThat(publisher.called()).containsExactly("conditional.after(NewHeadEvent)");
				assertThat(publisher.observer.failed).hasSize(1);
			}
		});
	}

	@Test
	void publishesWhatAListenerReturns() {
		this.runner.withBean("returning", Returning.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(calls(context)).containsExactly("returning", "one", "two", "after");
				assertThat(publisher.observer.failed).isEmpty();
			}
		});
	}

	@Test
	void keepsEventFromNoOtherListenerWhenAListenerOfAReturnedEventThrows() {
		this.runner.withBean("returning", Returning.class).withBean("failing", FailingOnText.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(calls(context)).startsWith("returning").contains("failing").endsWith("after");
				assertThat(publisher.observer.failed).singleElement()
					.satisfies((failed) -> assertThat(failed.failure()).hasMessage("expected by a test"));
				assertThat(publisher.observer.finished).extracting(RecordingObserver.Finished::failure)
					.containsOnlyNulls();
			}
		});
	}

	@Test
	void doesNotCountAListenerTwiceThatMeetsTheEventItReturned() {
		this.runner.withBean("echo", Echo.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				context.getBean(Calls.class).all.clear();
				publisher.deliver(SampleEvents.head(1));
				assertThat(calls(context)).containsExactly("NewHeadEvent", "PayloadApplicationEvent");
				assertThat(publisher.called()).containsExactly("echo.on(Object)");
				assertThat(publisher.observer.finished).hasSize(1);
			}
		});
	}

	@Test
	void doesNotCountAListenerTwiceThatPublishesToItself() {
		this.runner.withBean("republishing", Republishing.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(calls(context)).containsExactly("1", "2");
				assertThat(publisher.called()).containsExactly("republishing.on(NewHeadEvent)");
				assertThat(publisher.observer.finished).singleElement()
					.satisfies((finished) -> assertThat(finished.event()).isEqualTo(SampleEvents.head(1)));
			}
		});
	}

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
				assertThat(calls(context)).containsExactly("fallback");
				assertThat(publisher.called()).isEmpty();
				new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
					.executeWithoutResult((status) -> {
						context.publishEvent(SampleEvents.head(2));
						assertThat(calls(context)).containsExactly("fallback");
					});
				assertThat(calls(context)).containsExactlyInAnyOrder("fallback", "fallback", "afterCommit");
			}
		});
	}

	@Test
	void countsApplicationListenerThatThrowsAsFailureOfTheEvent(CapturedOutput output) {
		this.runner.withBean(FailingApplicationListener.class)
			.withBean("after", AfterApplicationListener.class)
			.run((context) -> {
				try (TestPublisher publisher = new TestPublisher(context)) {
					publisher.deliver(SampleEvents.head(1), SampleEvents.head(2));
					assertThat(calls(context)).containsExactly("applicationListener", "applicationListener", "after");
					assertThat(publisher.observer.failed).singleElement()
						.satisfies((failed) -> assertThat(failed.event()).isEqualTo(SampleEvents.head(1)));
					assertThat(output).contains("listeners after it do not receive the event");
				}
			});
	}

	@Test
	void callsListenersOnThePublishersThreadInOrderWhenTheMulticasterHasAnExecutor() {
		this.runner.withUserConfiguration(AsyncMulticasterConfiguration.class)
			.withBean("threads", ThreadListener.class)
			.run((context) -> {
				try (TestPublisher publisher = new TestPublisher(context)) {
					ChainEvent[] heads = new ChainEvent[100];
					for (int number = 0; number < heads.length; number++) {
						heads[number] = SampleEvents.head(number);
					}
					publisher.deliver(heads);
					ThreadListener listener = context.getBean(ThreadListener.class);
					assertThat(listener.events).containsExactly(heads);
					assertThat(listener.threads).containsOnly(TestPublisher.THREAD_NAME);
				}
			});
	}

	@Test
	void letsThePublisherOfAnEventSeeTheExceptionWhenItIsSomebodyElse() {
		this.runner.withBean("listeners", Throwing.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				assertThatIllegalStateException().isThrownBy(() -> context.publishEvent(SampleEvents.head(1)))
					.withMessage("expected by a test");
				assertThat(calls(context)).containsExactly("unchecked");
				assertThat(publisher.called()).isEmpty();
				assertThat(publisher.observer.failed).isEmpty();
			}
		});
	}

	@Test
	void letsAListenerSeeTheExceptionOfAnEventThatItPublishesItself() {
		this.runner.withBean("catching", Catching.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(calls(context)).containsExactly("skipped", "caught expected by a test");
				assertThat(publisher.called()).containsExactly("catching.head(NewHeadEvent)");
				assertThat(publisher.observer.failed).isEmpty();
			}
		});
	}

	@Test
	void namesListenersById() {
		this.runner.withBean("named", Named.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1), SampleEvents.skipped(2, 3));
				assertThat(publisher.called()).containsExactlyInAnyOrder("the-wallet", "named.on(NewHeadEvent)",
						"named.on(HeadsSkippedEvent)");
			}
		});
	}

	private static List<String> calls(AssertableApplicationContext context) {
		return context.getBean(Calls.class).all;
	}

	private static Throwable root(Throwable failure) {
		return (failure.getCause() != null) ? root(failure.getCause()) : failure;
	}

	/** Notes who was called. */
	static class Calls {

		final List<String> all = new CopyOnWriteArrayList<>();

		void add(String call) {
			this.all.add(call);
		}

	}

	record AllKinds(Calls calls) {

		@EventListener
		void head(NewHeadEvent event) {
			this.calls.add("head");
		}

		@EventListener
		void anyOfAChain(ChainEvent event) {
			this.calls.add("anyOfAChain");
		}

		@EventListener(condition = "#root.event instanceof T(io.headwater.ChainEvent)")
		void applicationEvent(ApplicationEvent event) {
			this.calls.add("applicationEvent");
		}

		@EventListener(
				condition = "#root.args[0] instanceof T(io.headwater.ChainEvent) or #root.args[0] instanceof T(String)")
		void object(Object event) {
			this.calls.add("object");
		}

		@EventListener(NewHeadEvent.class)
		void byClass() {
			this.calls.add("byClass");
		}

		@EventListener(NewHeadEvent.class)
		void byClassWithParameter(ChainEvent event) {
			this.calls.add("byClassWithParameter");
		}

		@EventListener
		void text(String event) {
			this.calls.add("text");
		}

		@EventListener
		void skipped(HeadsSkippedEvent event) {
			this.calls.add("skipped");
		}

	}

	record Throwing(Calls calls) {

		@EventListener
		@Order(1)
		void unchecked(NewHeadEvent event) {
			this.calls.add("unchecked");
			throw new IllegalStateException("expected by a test");
		}

		@EventListener
		@Order(2)
		void first(NewHeadEvent event) {
			this.calls.add("first");
		}

		@EventListener
		@Order(3)
		void checked(NewHeadEvent event) throws IOException {
			this.calls.add("checked");
			throw new IOException("expected by a test");
		}

		@EventListener
		@Order(4)
		void second(NewHeadEvent event) {
			this.calls.add("second");
		}

		@EventListener
		@Order(5)
		void error(NewHeadEvent event) {
			this.calls.add("error");
			throw new StackOverflowError("expected by a test");
		}

		@EventListener
		@Order(6)
		void third(NewHeadEvent event) {
			this.calls.add("third");
		}

	}

	static final class OrderedListener {

		record Later(Calls calls) {

			@EventListener
			@Order(2)
			void on(NewHeadEvent event) {
				this.calls.add("later");
			}

		}

		record Sooner(Calls calls) {

			@EventListener
			@Order(1)
			void on(ChainEvent event) {
				this.calls.add("sooner");
			}

		}

	}

	record Conditional(Calls calls) {

		@EventListener(condition = "#event.origin().name() == 'LIVE'")
		void live(NewHeadEvent event) {
			this.calls.add("live");
		}

	}

	record FailingCondition(Calls calls) {

		@EventListener(condition = "#event.head().miner().toString() == 'nobody'")
		@Order(1)
		void conditional(NewHeadEvent event) {
			this.calls.add("conditional");
		}

		@EventListener
		@Order(2)
		void after(NewHeadEvent event) {
			this.calls.add("after");
		}

	}

	record Returning(Calls calls) {

		@EventListener
		@Order(1)
		List<String> returning(NewHeadEvent event) {
			this.calls.add("returning");
			return List.of("one", "two");
		}

		@EventListener
		void text(String event) {
			this.calls.add(event);
		}

		@EventListener
		@Order(2)
		void after(NewHeadEvent event) {
			this.calls.add("after");
		}

	}

	record FailingOnText(Calls calls) {

		@EventListener
		@Order(Ordered.HIGHEST_PRECEDENCE)
		void on(String event) {
			this.calls.add("failing");
			throw new IllegalStateException("expected by a test");
		}

	}

	record Echo(Calls calls) {

		@EventListener
		String on(Object event) {
			if (event instanceof NewHeadEvent) {
				this.calls.add("NewHeadEvent");
				return "echo";
			}
			if ("echo".equals(event)) {
				this.calls.add("PayloadApplicationEvent");
			}
			return null;
		}

	}

	static class Republishing {

		private final Calls calls;

		private final ApplicationEventPublisher events;

		Republishing(Calls calls, ApplicationEventPublisher events) {
			this.calls = calls;
			this.events = events;
		}

		@EventListener
		void on(NewHeadEvent event) {
			this.calls.add(Long.toString(event.head().number()));
			if (event.head().number() == 1) {
				this.events.publishEvent(SampleEvents.head(2));
			}
		}

	}

	static class Catching {

		private final Calls calls;

		private final ApplicationEventPublisher events;

		Catching(Calls calls, ApplicationEventPublisher events) {
			this.calls = calls;
			this.events = events;
		}

		@EventListener
		void head(NewHeadEvent event) {
			try {
				this.events.publishEvent(SampleEvents.skipped(1, 2));
			}
			catch (IllegalStateException ex) {
				this.calls.add("caught " + ex.getMessage());
			}
		}

		@EventListener
		void skipped(HeadsSkippedEvent event) {
			this.calls.add("skipped");
			throw new IllegalStateException("expected by a test");
		}

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
		TransactionalListeners transactionalListeners(Calls calls) {
			return new TransactionalListeners(calls);
		}

	}

	record TransactionalListeners(Calls calls) {

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

	@Order(1)
	static class FailingApplicationListener implements ApplicationListener<NewHeadEvent> {

		private final Calls calls;

		FailingApplicationListener(Calls calls) {
			this.calls = calls;
		}

		@Override
		public void onApplicationEvent(NewHeadEvent event) {
			this.calls.add("applicationListener");
			if (event.head().number() == 1) {
				throw new IllegalStateException("expected by a test");
			}
		}

	}

	record AfterApplicationListener(Calls calls) {

		@EventListener
		@Order(2)
		void after(NewHeadEvent event) {
			this.calls.add("after");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AsyncMulticasterConfiguration {

		@Bean
		ApplicationEventMulticaster applicationEventMulticaster() {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setTaskExecutor(new SimpleAsyncTaskExecutor("multicaster-of-a-test"));
			return multicaster;
		}

	}

	static class ThreadListener {

		final List<ChainEvent> events = new CopyOnWriteArrayList<>();

		final List<String> threads = new CopyOnWriteArrayList<>();

		@EventListener
		void on(NewHeadEvent event) {
			this.events.add(event);
			this.threads.add(Thread.currentThread().getName());
		}

	}

	static class Named {

		@EventListener(id = "the-wallet")
		void identified(NewHeadEvent event) {
		}

		@EventListener
		void on(NewHeadEvent event) {
		}

		@EventListener
		void on(HeadsSkippedEvent event) {
		}

	}

}
