package io.headwater.dispatch;

import java.util.List;

import io.headwater.HeadsSkippedEvent;
import io.headwater.NewHeadEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners that publish events themselves, or return them to be published.
 */
@Timeout(60)
class PublishingListenerTests {

	private final ApplicationContextRunner runner = ListenerCalls.runner();

	@Test
	void publishesWhatAListenerReturns() {
		this.runner.withBean("returning", Returning.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(ListenerCalls.of(context)).containsExactly("returning", "one", "two", "after");
				assertThat(publisher.observer.failed).isEmpty();
			}
		});
	}

	@Test
	void keepsEventFromNoOtherListenerWhenAListenerOfAReturnedEventThrows() {
		this.runner.withBean("returning", Returning.class).withBean("failing", FailingOnText.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(ListenerCalls.of(context)).startsWith("returning").contains("failing").endsWith("after");
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
				ListenerCalls.of(context).clear();
				publisher.deliver(SampleEvents.head(1));
				assertThat(ListenerCalls.of(context)).containsExactly("NewHeadEvent", "PayloadApplicationEvent");
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
				assertThat(ListenerCalls.of(context)).containsExactly("1", "2");
				assertThat(publisher.called()).containsExactly("republishing.on(NewHeadEvent)");
				assertThat(publisher.observer.finished).singleElement()
					.satisfies((finished) -> assertThat(finished.event()).isEqualTo(SampleEvents.head(1)));
			}
		});
	}

	@Test
	void letsAListenerSeeTheExceptionOfAnEventThatItPublishesItself() {
		this.runner.withBean("catching", Catching.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(ListenerCalls.of(context)).containsExactly("skipped", "caught expected by a test");
				assertThat(publisher.called()).containsExactly("catching.head(NewHeadEvent)");
				assertThat(publisher.observer.failed).isEmpty();
			}
		});
	}

	record Returning(ListenerCalls calls) {

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

	record FailingOnText(ListenerCalls calls) {

		@EventListener
		@Order(Ordered.HIGHEST_PRECEDENCE)
		void on(String event) {
			this.calls.add("failing");
			throw new IllegalStateException("expected by a test");
		}

	}

	record Echo(ListenerCalls calls) {

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

		private final ListenerCalls calls;

		private final ApplicationEventPublisher events;

		Republishing(ListenerCalls calls, ApplicationEventPublisher events) {
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

		private final ListenerCalls calls;

		private final ApplicationEventPublisher events;

		Catching(ListenerCalls calls, ApplicationEventPublisher events) {
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

}
