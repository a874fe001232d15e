package io.headwater.dispatch;

import java.io.IOException;

import io.headwater.NewHeadEvent;
import io.headwater.testing.FailureMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * A listener that throws keeps the event from no other one, and its failure is told.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ListenerIsolationTests {

	private final ApplicationContextRunner runner = ListenerCalls.runner();

	@Test
	@FailureMode(15)
	void keepsEventFromNoOtherListenerWhenOneThrows(CapturedOutput output) {
		this.runner.withBean("listeners", Throwing.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1), SampleEvents.head(2));
				assertThat(ListenerCalls.of(context)).containsExactly("unchecked", "first", "checked", "second",
						"error", "third", "unchecked", "first", "checked", "second", "error", "third");
				assertThat(publisher.observer.failed).hasSize(6)
					.extracting(RecordingObserver.Failed::event)
					.startsWith(SampleEvents.head(1), SampleEvents.head(1), SampleEvents.head(1), SampleEvents.head(2));
				assertThat(publisher.observer.failed)
					.extracting((failed) -> root(failed.failure()).getClass().getSimpleName())
					.startsWith("IllegalStateException", "IOException", "StackOverflowError");
				assertThat(output).containsOnlyOnce("Listener listeners.unchecked(NewHeadEvent) gave up block 1 (")
					.containsOnlyOnce("Listener listeners.checked(NewHeadEvent) gave up block 1 (")
					.containsOnlyOnce("Listener listeners.error(NewHeadEvent) gave up block 1 (");
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
	void keepsEventFromNoOtherListenerWhenAConditionFails() {
		this.runner.withBean("conditional", FailingCondition.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				publisher.deliver(SampleEvents.head(1));
				assertThat(ListenerCalls.of(context)).containsExactly("after");
				assertThat(publisher.called()).containsExactly("conditional.after(NewHeadEvent)");
				assertThat(publisher.observer.failed).hasSize(1);
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
					assertThat(ListenerCalls.of(context)).containsExactly("applicationListener", "applicationListener",
							"after");
					assertThat(publisher.observer.failed).singleElement()
						.satisfies((failed) -> assertThat(failed.event()).isEqualTo(SampleEvents.head(1)));
					assertThat(output).contains("listeners after it do not receive the event");
				}
			});
	}

	@Test
	void letsThePublisherOfAnEventSeeTheExceptionWhenItIsSomebodyElse() {
		this.runner.withBean("listeners", Throwing.class).run((context) -> {
			try (TestPublisher publisher = new TestPublisher(context)) {
				assertThatIllegalStateException().isThrownBy(() -> context.publishEvent(SampleEvents.head(1)))
					.withMessage("expected by a test");
				assertThat(ListenerCalls.of(context)).containsExactly("unchecked");
				assertThat(publisher.called()).isEmpty();
				assertThat(publisher.observer.failed).isEmpty();
			}
		});
	}

	private static Throwable root(Throwable failure) {
		return (failure.getCause() != null) ? root(failure.getCause()) : failure;
	}

	record Throwing(ListenerCalls calls) {

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

	record FailingCondition(ListenerCalls calls) {

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

	@Order(1)
	static class FailingApplicationListener implements ApplicationListener<NewHeadEvent> {

		private final ListenerCalls calls;

		FailingApplicationListener(ListenerCalls calls) {
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

	record AfterApplicationListener(ListenerCalls calls) {

		@EventListener
		@Order(2)
		void after(NewHeadEvent event) {
			this.calls.add("after");
		}

	}

}
