package io.headwater.dispatch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.headwater.ChainEvent;
import io.headwater.HeadOrigin;
import io.headwater.HeadsSkippedEvent;
import io.headwater.NewHeadEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which listeners an event reaches, in which order, on which thread and under which name.
 */
@Timeout(60)
class ListenerSelectionTests {

	private final ApplicationContextRunner runner = ListenerCalls.runner();

	@Test
	void callsEveryListenerThatTheEventReaches() {
		this.runner.withBean("all", AllKinds.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(publisher.called()).containsExactlyInAnyOrder("all.head(NewHeadEvent)",
						"all.anyOfAChain(ChainEvent)", "all.applicationEvent(ApplicationEvent)", "all.object(Object)",
						"all.byClass()", "all.byClassWithParameter(ChainEvent)");
				assertThat(ListenerCalls.of(context)).hasSameElementsAs(List.of("head", "anyOfAChain",
						"applicationEvent", "object", "byClass", "byClassWithParameter"));
			}
		});
	}

	@Test
	void callsListenersOfEventsThatAreNotOfAChainAsPlainSpringDoes() {
		this.runner.withBean("all", AllKinds.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				ListenerCalls.of(context).clear();
				context.publishEvent("text");
				assertThat(ListenerCalls.of(context)).containsExactlyInAnyOrder("text", "object");
				assertThat(publisher.called()).isEmpty();
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
					assertThat(ListenerCalls.of(context)).containsExactly("sooner", "later", "sooner", "later");
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
	void namesListenersById() {
		this.runner.withBean("named", Named.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1), SampleEvents.skipped(2, 3));
				assertThat(publisher.called()).containsExactlyInAnyOrder("the-wallet", "named.on(NewHeadEvent)",
						"named.on(HeadsSkippedEvent)");
			}
		});
	}

	record AllKinds(ListenerCalls calls) {

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

	static final class OrderedListener {

		record Later(ListenerCalls calls) {

			@EventListener
			@Order(2)
			void on(NewHeadEvent event) {
				this.calls.add("later");
			}

		}

		record Sooner(ListenerCalls calls) {

			@EventListener
			@Order(1)
			void on(ChainEvent event) {
				this.calls.add("sooner");
			}

		}

	}

	record Conditional(ListenerCalls calls) {

		@EventListener(condition = "#event.origin().name() == 'LIVE'")
		void live(NewHeadEvent event) {
			this.calls.add("live");
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
